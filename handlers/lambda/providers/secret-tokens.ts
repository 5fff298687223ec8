import type { Answer } from '../../../domain/answer.ts';
import type { Tokens } from '../../../infra/http/tokens.ts';

/**
 * Tokens by a stored secret, which is read when the first token is needed. If no token is given for it, the secret is
 * read once more: somebody may have replaced it in the middle of a run. Secret and tokens stay in memory.
 */
export function secretTokens(readSecret: () => Promise<Answer<string>>, tokensBy: (secret: string) => Tokens): Tokens {
  let known: { readonly secret: string; readonly tokens: Tokens } | undefined;
  return async (isRefused) => {
    if (known !== undefined) {
      const token = await known.tokens(isRefused);
      if (token.kind === 'answered' || token.failure.kind !== 'no-credentials') return token;
    }
    const secret = await readSecret();
    if (secret.kind === 'failed') return secret;
    if (known?.secret !== secret.value) known = { secret: secret.value, tokens: tokensBy(secret.value) };
    return known.tokens(isRefused);
  };
}
