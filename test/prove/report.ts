/** What a proof prints: one line a claim with its figure, and how many held. */

export class Report {
  #passed = 0;
  #failed = 0;

  /** Prints a claim with the figure that was measured. */
  claim(name: string, holds: boolean, figure: string): void {
    if (holds) this.#passed += 1;
    else this.#failed += 1;
    console.log(`${holds ? "ok  " : "FAIL"}  ${name}: ${figure}`);
  }

  /** Runs a part; an error in it is a failed claim, and the other parts go on. */
  async part(name: string, work: () => Promise<void>): Promise<void> {
    console.log(`\n${name}`);
    try {
      await work();
    } catch (error) {
      this.claim(name, false, error instanceof Error ? error.message : String(error));
    }
  }

  /** Prints the closing line and sets the exit code. */
  end(): void {
    console.log(`\n${this.#passed} passed, ${this.#failed} failed`);
    process.exitCode = this.#failed === 0 ? 0 : 1;
  }
}
