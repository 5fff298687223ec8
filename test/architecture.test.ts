import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const layers = ['domain', 'infra', 'handlers'] as const;

const filesOf = (layer: string) =>
  readdirSync(layer, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !/\.d\.ts$/.test(entry.name))
    .map((entry) => normalize(join(entry.parentPath, entry.name)))
    .sort();

const parse = (file: string) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2024, true);

/** The modules that a file imports: files of the project by their path, packages by their name. */
function importsOf(file: string): string[] {
  return parse(file)
    .statements.filter((statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))
    .flatMap(({ moduleSpecifier }) =>
      moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [],
    )
    .map((name) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name));
}

/**
 * What makes a decision depend on when or where it is made, as far as the compiler lets it through: for the domain it
 * knows no `process`, `console`, `fetch` or timers (domain/tsconfig.json).
 */
function impurities(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0)
      found.push('new Date()');
    if (ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random', 'performance.now'].includes(node.getText()))
      found.push(node.getText());
    if (ts.isIdentifier(node) && node.text === 'globalThis') found.push(node.text);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) found.push('import()');
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

describe('the architecture', () => {
  it('has files to look at', () => {
    for (const layer of layers) expect(filesOf(layer).length).toBeGreaterThan(10);
  });

  it('lets imports point from handlers to infra to domain and never back', () => {
    const wrong = layers.flatMap((layer, level) =>
      filesOf(layer).flatMap((file) =>
        importsOf(file)
          .filter((target) => [...layers.slice(level + 1), 'test'].some((upper) => target.startsWith(`${upper}/`)))
          .map((target) => `${file} imports ${target}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the domain to itself: no package, no Node module, no other folder', () => {
    const strangers = filesOf('domain').flatMap((file) =>
      importsOf(file).filter((target) => !target.startsWith('domain/')),
    );
    expect(strangers).toEqual([]);
  });

  it('keeps clock, chance, environment and the outside out of the domain', () => {
    expect(filesOf('domain').flatMap((file) => impurities(file).map((what) => `${file}: ${what}`))).toEqual([]);
  });

  it('sees an impurity where there is one', () => {
    expect(impurities('handlers/clock.ts')).toEqual(['Date.now']);
  });

  it('has no cycles of imports', () => {
    const imports = new Map(layers.flatMap(filesOf).map((file) => [file, importsOf(file)]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const walk = (file: string, path: readonly string[]) => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' > '));
      if (path.includes(file) || done.has(file)) return;
      for (const target of imports.get(file) ?? []) walk(target, [...path, file]);
      done.add(file);
    };
    for (const file of imports.keys()) walk(file, []);
    expect(cycles).toEqual([]);
  });
});
