import { errorPageText } from "../strings.ts";
import { LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { IconSearch } from "../ui/icons.ts";
import { createPageTitle } from "./page.tsx";

export function NotFoundPage() {
  createPageTitle(() => errorPageText.notFound);
  return (
    <EmptyState
      icon={IconSearch}
      heading="h1"
      title={errorPageText.notFound}
      action={<LinkButton href="/">{errorPageText.home}</LinkButton>}
    >
      {errorPageText.notFoundDetail}
    </EmptyState>
  );
}
