export { button } from "./button";
export { formatPrice } from "./price";
