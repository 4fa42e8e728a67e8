/** Numbers of frames, always higher: pages of all test files go on from the last frame that any of them heard. */
let last = 9_000_000;

export function nextSeq(): number {
  last += 1;
  return last;
}
