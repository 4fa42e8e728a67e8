import { Router, type RouteSectionProps } from "@solidjs/router";
import { render } from "solid-js/web";
import { routes } from "./routes.tsx";
import "./styles/index.css";
import { Failing, Pending } from "./ui/async.tsx";
import { Toasts } from "./ui/toasts.tsx";

function Root(props: RouteSectionProps) {
  return (
    <Failing keys={() => []}>
      <Pending fallback={<div class="page" />}>{props.children}</Pending>
      <Toasts />
    </Failing>
  );
}

const place = document.getElementById("app");
if (!place) throw new Error("The page has no element #app.");
render(() => <Router root={Root}>{routes}</Router>, place);
