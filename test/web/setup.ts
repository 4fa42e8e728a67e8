import "@testing-library/jest-dom/vitest";

/** jsdom knows neither modal dialogs nor popovers; these keep their state and tell it, as browsers do. */
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
  this.dispatchEvent(new Event("close"));
};

function toggle(element: HTMLElement, newState: "open" | "closed"): void {
  element.style.display = newState === "open" ? "block" : "";
  element.dispatchEvent(Object.assign(new Event("toggle"), { newState }));
}

HTMLElement.prototype.showPopover = function showPopover() {
  toggle(this, "open");
};
HTMLElement.prototype.hidePopover = function hidePopover() {
  toggle(this, "closed");
};
window.scrollTo = () => undefined;
