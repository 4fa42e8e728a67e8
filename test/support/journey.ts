/** The main job as a person does it, in a real browser. Clicks are counted, problems of the pages collected, nothing sleeps. */
import type { BrowserContext, ConsoleMessage, Locator, Page } from "playwright-core";
import { openBrowser } from "../../scripts/browser.ts";

/** The longest that one thing on a page may take to appear. */
const PATIENCE_MS = 30_000;

/**
 * Refusals that the pages ask for: nobody is signed in yet, GitHub has not granted access to repositories yet, a link was
 * used before, the last owner wants to leave.
 */
const EXPECTED: readonly [status: string, path: RegExp][] = [
  ["401", /\/api\/auth\/(?:me|refresh)$/],
  ["403", /\/api\/repositories\/connect$/],
  ["404", /\/api\/invitations\/look$/],
  ["409", /\/api\/members\/leave$/],
];

function isExpected(message: ConsoleMessage): boolean {
  const { url } = message.location();
  return EXPECTED.some(([status, path]) => message.text().includes(`status of ${status}`) && path.test(url));
}

export type AnalysisJson = {
  id: string;
  phase: string;
  scores: { overall: number } | null;
  counts: Record<string, number> | null;
  commit: string | null;
};
export type RecommendationJson = { rule: string; path: string; line: number; evidence: { quote: string }[] };

export class Journey {
  readonly page: Page;
  /** Clicks so far, those on GitHub's pages included. */
  clicks = 0;
  /** Console errors, page errors and content policy violations. */
  readonly problems: string[] = [];
  readonly #browser: BrowserContext;
  readonly #url: string;

  private constructor(browser: BrowserContext, page: Page, url: string) {
    this.#browser = browser;
    this.page = page;
    this.#url = url;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => this.problems.push(`page error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !isExpected(message)) this.problems.push(`console: ${message.text()}`);
    });
  }

  static async begin(url: string, options: Parameters<typeof openBrowser>[0] = {}): Promise<Journey> {
    const browser = await openBrowser(options);
    return new Journey(browser, await browser.newPage(), url);
  }

  async end(): Promise<void> {
    await this.#browser.close();
  }

  async click(target: Locator): Promise<void> {
    this.clicks += 1;
    await target.click();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name });
  }

  /** JSON of our own API, asked with the browser's session. */
  async api<T>(path: string): Promise<T> {
    // The development server may close a connection that waits just when it is used again.
    const response = await this.page.request.get(new URL(path, this.#url).href, { maxRetries: 2 });
    if (!response.ok()) throw new Error(`${path} answered ${response.status()}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** GitHub's consent page takes everybody for the main user unless the address names another. */
  async consentAs(login: string): Promise<void> {
    await this.#browser.route(/\/api\/auth\/github\?/, async (route) => {
      const response = await route.fetch({ maxRedirects: 0 });
      const consent = new URL(response.headers().location ?? "");
      consent.searchParams.set("login", login);
      await route.fulfill({ response, headers: { ...response.headers(), location: consent.href } });
    });
  }

  /** From the welcome page over GitHub's consent to the list of repositories: two clicks. */
  async signIn(): Promise<void> {
    await this.page.goto(this.#url);
    await this.click(
      this.page
        .getByRole("link", { name: /local demo|Sign in with GitHub/ })
        .or(this.button(/local demo|Sign in with GitHub/))
        .first(),
    );
    await this.click(this.button(/^Authorize/));
    await this.page.waitForURL(/\/onboarding/);
  }

  /** Connects one repository, granting what GitHub asks for on the way, and waits on its analysis page: two clicks more. */
  async connect(fullName: string): Promise<string> {
    await this.click(this.button(`Connect ${fullName}`));
    await this.click(this.button(/^Authorize/));
    return this.onAnalysis();
  }

  /** The id of the analysis whose page is open. */
  async onAnalysis(): Promise<string> {
    await this.page.waitForURL(/\/analysis\/[0-9a-f-]{36}/);
    return /\/analysis\/([0-9a-f-]{36})/.exec(this.page.url())?.[1] ?? "";
  }

  /** Waits until the findings stand on the analysis page. */
  async seeFindings(): Promise<void> {
    await this.page.getByRole("heading", { name: "Findings" }).waitFor();
    await this.page.locator("article.group").first().waitFor();
  }

  /** Chooses every fix of one finding's group, looks at the plan and opens the pull request. Answers with its address. */
  async openPullRequest(title: string | RegExp): Promise<{ url: string; branch: string; diff: string }> {
    await this.page.getByLabel(title).check();
    await this.click(this.button("Open pull request").first());
    const dialog = this.page.getByRole("dialog");
    const branch = (await dialog.locator("dd .mono").first().textContent()) ?? "";
    const diff = (await dialog.locator("table").first().textContent()) ?? "";
    const confirm = dialog.getByRole("button", { name: "Open pull request" });
    // A person's double click must still give one pull request.
    this.clicks += 1;
    await confirm.dblclick();
    const link = dialog.getByRole("link", { name: /View on GitHub/ });
    await link.waitFor().catch(async (error: unknown) => {
      throw new Error(`No pull request was opened; the dialog says: ${await dialog.textContent()}`, { cause: error });
    });
    return { url: (await link.getAttribute("href")) ?? "", branch, diff };
  }

  /** Merges on GitHub's own page. */
  async merge(pullUrl: string): Promise<void> {
    await this.page.goto(pullUrl);
    await this.click(this.button(/^Merge/));
    await this.page
      .getByText(/merged/i)
      .first()
      .waitFor();
  }

  /** Polls an address of our API until `isThere`, as a person would reload. Throws after 30 s. */
  async until<T>(path: string, isThere: (answer: T) => boolean): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.api<T>(path);
      if (isThere(answer)) return answer;
      if (Date.now() > deadline)
        throw new Error(`${path} never became what was waited for: ${JSON.stringify(answer).slice(0, 500)}`);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }
}
