/** The mark: a branch that ends in a check. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
      <rect class="logo-plate" width="32" height="32" rx="8" />
      <path class="logo-trunk" d="M9 8.5v15M9 19c0-4 3-5 6-5" />
      <circle class="logo-knot" cx="9" cy="8.5" r="2.4" />
      <path class="logo-check" d="m14.5 14.2 3.6 3.8 6.4-8.2" />
    </svg>
  );
}
