export interface ButtonOptions {
  label: string;
  onPress: () => void;
}

export function button({ label, onPress }: ButtonOptions): { label: string; press: () => void } {
  return { label: label.trim(), press: onPress };
}
