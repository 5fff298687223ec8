import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderDocument, scriptJson } from '../../../../handlers/report/html/document.tsx';

const hostile = [
  '</script><script>alert(1)</script>',
  '</style><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '<!-- <script> ]]>',
  '$& $1 $` %%X%% {{x}}',
  'line\u2028separator\u2029and \u202etxet desrever',
];

const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('a page that stands for itself', () => {
  it('begins its head with a policy that allows its own style and script alone', () => {
    const page = renderDocument({ title: 't', style: 'a{}', script: 'f()', body: <main /> });
    const [, policy = ''] = /<head>\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy.replaceAll('&#39;', "'").split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${sha256('a{}')}`,
      `script-src ${sha256('f()')}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('allows no script where it has none', () => {
    expect(renderDocument({ title: 't', style: '', body: <main /> })).toContain("script-src 'none'");
  });

  it.each(hostile)('shows %j as text, in title, body and data', (text) => {
    const page = renderDocument({
      title: text,
      style: '',
      script: 'f()',
      data: { [text]: text },
      body: <main title={text}>{text}</main>,
    });
    const harmless = renderDocument({
      title: 'x',
      style: '',
      script: 'f()',
      data: { x: 'x' },
      body: <main title="x">x</main>,
    });
    const tags = (html: string) => html.match(/<[!/?a-z][^\s>]*/gi);
    expect(tags(page)).toEqual(tags(harmless));
    expect(page).toMatch(/<main title="[^"<]*">[^<]*<\/main>/);
  });

  it.each(hostile)('gives the script %j as it is', (text) => {
    expect(JSON.parse(scriptJson([text]))).toEqual([text]);
    expect(scriptJson([text])).not.toMatch(/[<\u2028\u2029]/);
  });

  it('refuses a script that would end its own element', () => {
    const body = <main />;
    expect(() => renderDocument({ title: 't', style: '', script: "'</script>'", body })).toThrow('would end early');
  });
});
