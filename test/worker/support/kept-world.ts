/** Before each test the world is made anew, unless a file says that its tests share one. */
let isKept = false;

export function keepWorld(kept: boolean): void {
  isKept = kept;
}

export function isWorldKept(): boolean {
  return isKept;
}
