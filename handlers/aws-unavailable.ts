/** AWS could not be asked what nothing can go on without. One line for the user; `mayPass`: trying again may help. */
export class LiveFailure extends Error {
  override readonly name = 'LiveFailure';
  readonly mayPass: boolean;

  constructor(message: string, mayPass: boolean, cause: unknown) {
    super(message, { cause });
    this.mayPass = mayPass;
  }
}
