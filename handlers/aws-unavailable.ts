/** A request to AWS failed that the command needs. The message is one line for the user. `mayPass`: retry may help. */
export class LiveFailure extends Error {
  override readonly name = 'LiveFailure';
  readonly mayPass: boolean;

  constructor(message: string, mayPass: boolean, cause: unknown) {
    super(message, { cause });
    this.mayPass = mayPass;
  }
}
