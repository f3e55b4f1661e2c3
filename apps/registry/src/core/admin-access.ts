import { RegistryError } from '#libs/errors';
import { KnownSecrets } from '#libs/nest-kit';

const MIN_TOKEN_CHARACTERS = 16;
// The alphabet of RFC 6750.
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/** Who may have databases read and changed that an operator named: those who show a token. */
export class AdminAccess {
  private readonly tokens: KnownSecrets;

  /** Tokens apart by commas, spaces or lines; `open`: everybody may, without one. **Throws** BAD_CONFIG, without a token. */
  constructor(
    setting: string,
    private readonly open: boolean,
  ) {
    const tokens = setting.split(/[\s,]+/).filter((token) => token !== '');
    for (const [index, token] of tokens.entries()) assertToken(token, index + 1);
    if (open && tokens.length > 0)
      throw badConfig('ADMIN_OPEN says that none is asked for. Set one of both.');
    this.tokens = new KnownSecrets(tokens);
  }

  /** **Throws** ADMIN_OFF where no token is configured, ADMIN_UNAUTHENTICATED for a header `authorization` without a known one. */
  assert(authorization: string | undefined): void {
    if (this.open) return;
    if (this.tokens.isEmpty) throw new RegistryError('ADMIN_OFF', {});
    const token = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
    if (!this.tokens.has(token)) throw new RegistryError('ADMIN_UNAUTHENTICATED', {});
  }
}

function assertToken(token: string, place: number): void {
  if (token.length < MIN_TOKEN_CHARACTERS)
    throw badConfig(
      `Token ${place} has fewer than ${MIN_TOKEN_CHARACTERS} characters; guessing it is too easy.`,
    );
  if (!TOKEN.test(token))
    throw badConfig(
      `Token ${place} has characters that no Authorization header takes; use letters, digits and ._~+/-.`,
    );
}

// The value holds secrets, so it is not shown.
function badConfig(problem: string): RegistryError {
  return new RegistryError('BAD_CONFIG', { name: 'ADMIN_TOKENS', value: '…', problem });
}
