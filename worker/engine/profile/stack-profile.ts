/** What the repository is made of, as far as rules ask. */
export interface StackProfile {
  /** `node`, `python`, `go`… in the order found; empty when nothing is known. */
  readonly languages: readonly string[];
}
