/** The user ended it. The message says what is done of it: by default, nothing. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(done = "nothing was written") {
    super(done);
  }
}
