/** Two people in two browsers share an organization: made, joined, its roles, its account of GitHub, its end, its return, its new owner. */
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Journey } from "../support/journey.ts";

const OWNER = "olga";
const INVITED = "bente";
const NAME = "Night shift";
/** An organization of GitHub that the owner administrates, and what it has. */
const ACCOUNT = "night-shift";
const REPOSITORY = `${ACCOUNT}/pager`;

type Me = { user: { login: string }; organization: { name: string; role: string; delete_after: string | null } };

let owner: Journey;
let invited: Journey;
let link: string;

const address = (path: string) => new URL(path, inject("baseUrl")).href;
const whereIs = async (journey: Journey) => (await journey.api<Me>("/api/auth/me")).organization;

async function control(path: string, body: object): Promise<void> {
  const response = await fetch(`${inject("localGithubUrl")}/_control/${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "autodevops-tests",
      "x-control-token": inject("localControlToken"),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
}

/** GitHub knows a person from the first token on. */
const meet = (login: string) => control("token", { login, scopes: ["repo"] });

async function switchTo(journey: Journey, from: string, to: string): Promise<void> {
  await journey.button(`Organization: ${from}`).click();
  await journey.page.getByRole("menuitemradio", { name: to, exact: true }).click();
  await journey.button(`Organization: ${to}`).waitFor();
}

beforeAll(async () => {
  await Promise.all([OWNER, INVITED].map(meet));
  [owner, invited] = await Promise.all([Journey.begin(inject("baseUrl")), Journey.begin(inject("baseUrl"))]);
  await owner.consentAs(OWNER);
  await invited.consentAs(INVITED);
  await owner.signIn();
}, 120_000);
afterAll(async () => {
  await Promise.all([owner?.end(), invited?.end()]);
});

describe("an organization", () => {
  it("is made in the switcher, and its maker works in it as the owner", async () => {
    await owner.button(`Organization: ${OWNER}`).click();
    await owner.page.getByRole("menuitem", { name: "New organization" }).click();
    await owner.page.getByRole("dialog").getByLabel("Name").fill(NAME);
    await owner.button("Create").click();
    await owner.page.getByRole("heading", { level: 1, name: NAME }).waitFor();
    expect(await whereIs(owner)).toMatchObject({ name: NAME, role: "owner" });
  });

  it("has a link for one person, whose secret stays out of the address", async () => {
    await owner.page.goto(address("/settings/members"));
    await owner.button("Invite somebody").click();
    await owner.button("Make the link").click();
    link = await owner.page.getByRole("textbox", { name: "Link of the invitation" }).inputValue();
    expect(link).toMatch(/\/invitations#[\w-]{43}$/);
    await owner.page.reload();
    await owner.page.getByText("Open until").waitFor();
    expect(await owner.page.content()).not.toContain(link.split("#")[1]);
  });

  it("is joined by whoever follows the link, after signing in and a click", async () => {
    await invited.page.goto(link);
    await invited.page.waitForURL(/\/welcome\?return_to=%2Finvitations$/);
    await invited.page.getByText("You are invited").waitFor();
    await invited.page.getByRole("link", { name: /local demo|Sign in with GitHub/ }).click();
    await invited.button(/^Authorize/).click();
    await invited.page.getByRole("heading", { name: `Join ${NAME}` }).waitFor();
    expect(invited.page.url()).toBe(address("/invitations"));
    expect(await whereIs(invited)).toMatchObject({ name: INVITED, role: "owner" });
    await invited.button(`Join ${NAME}`).click();
    await invited.button(`Organization: ${NAME}`).waitFor();
    expect(await whereIs(invited)).toMatchObject({ name: NAME, role: "member" });
  });

  it("lets nobody in twice by the same link", async () => {
    await invited.page.goto(link);
    await invited.page.getByText("This link does not work any more").waitFor();
    await invited.button("Put aside").click();
    await invited.page.getByText("No invitation waits for you").waitFor();
  });
});

describe("a role", () => {
  it("counts from the next request on", async () => {
    await owner.page.goto(address("/settings/members"));
    const role = owner.page.getByRole("combobox", { name: `Role of ${INVITED}` });
    await role.selectOption("admin");
    await owner.page.getByText(`${INVITED} is an admin now.`).waitFor();
    expect(await whereIs(invited)).toMatchObject({ role: "admin" });
    await invited.page.goto(address("/settings/members"));
    await invited.button("Invite somebody").waitFor();
    await role.selectOption("viewer");
    await owner.page.getByText(`${INVITED} is a viewer now.`).waitFor();
    expect(await whereIs(invited)).toMatchObject({ role: "viewer" });
    await invited.page.reload();
    await invited.page.getByRole("heading", { name: "What roles may do" }).waitFor();
    expect(await invited.button("Invite somebody").count()).toBe(0);
  });

  it("of the last owner is kept: leaving is refused, and says why", async () => {
    await owner.button("Leave").click();
    await owner.button(`Leave ${NAME}`).click();
    await owner.page.getByText(/keeps at least one owner/).waitFor();
    await owner.button("Stay").click();
    expect(await whereIs(owner)).toMatchObject({ name: NAME, role: "owner" });
  });
});

describe("two organizations of one person", () => {
  it("are worked in one at a time, in all tabs", async () => {
    const other = await owner.page.context().newPage();
    await other.goto(address("/settings/organization"));
    await other.getByRole("heading", { level: 1, name: NAME }).waitFor();
    await owner.page.bringToFront();
    await switchTo(owner, NAME, OWNER);
    await other.getByRole("button", { name: `Organization: ${OWNER}` }).waitFor();
    await other.close();
    await owner.page.goto(address("/settings/members"));
    await owner.page.getByText("You", { exact: true }).waitFor();
    expect(await owner.page.getByText(INVITED).count()).toBe(0);
    await switchTo(owner, OWNER, NAME);
    expect(await whereIs(owner)).toMatchObject({ name: NAME });
  });
});

describe("an account of GitHub", () => {
  it("belongs to the organization that names it, and its repositories come by themselves", async () => {
    await control("organization", { login: ACCOUNT, members: [OWNER] });
    await control("create", { repo: REPOSITORY, files: { "package.json": "{}" } });
    const back = "/settings/organization";
    const grant = new URLSearchParams({ access: "repositories", return_to: back });
    await owner.page.goto(address(`/api/auth/github?${grant}`));
    await owner.button(/^Authorize/).click();
    await owner.page.waitForURL(address(back));
    await owner.button("Choose an account").click();
    await owner.page.getByRole("combobox", { name: "Account" }).selectOption(ACCOUNT);
    await owner.page.getByRole("radio", { name: "All, new ones too" }).check();
    await owner.button("Save").click();
    await owner.page.getByText(`${ACCOUNT} belongs to this organization now.`).waitFor();
    await invited.page.goto(address("/"));
    await invited.page.getByRole("link", { name: REPOSITORY }).waitFor();
  });
});

describe("a member", () => {
  it("who is removed sees nothing more, not on the page that was open either", async () => {
    await owner.page.goto(address("/settings/members"));
    await owner.button(`Remove ${INVITED}`).click();
    await owner.page
      .getByRole("dialog")
      .getByRole("button", { name: `Remove ${INVITED}` })
      .click();
    await owner.page.getByText(`${INVITED} is no longer a member.`).waitFor();
    // Nobody touches the page. Of what happens next it is told for seconds at most; then it leaves for the person's own organization.
    const own = invited.button(`Organization: ${INVITED}`);
    let pushes = 0;
    const happens = async () => {
      pushes += 1;
      await control("push", {
        repo: REPOSITORY,
        branch: "main",
        files: { "package.json": `{ "version": "${pushes}" }` },
      });
      return own.isVisible();
    };
    await expect.poll(happens, { interval: 1_500, timeout: 45_000 }).toBe(true);
    await invited.page.getByText("No repository is connected yet").waitFor();
    expect(await invited.page.getByText(REPOSITORY).count()).toBe(0);
    expect(await whereIs(invited)).toMatchObject({ name: INVITED, role: "owner" });
  });

  it("comes back when their GitHub account is invited, after a click", async () => {
    await owner.button("Invite somebody").click();
    await owner.page.getByRole("radio", { name: "By GitHub account" }).check();
    await owner.page.getByRole("textbox", { name: "GitHub login" }).fill(INVITED);
    await owner.button("Invite").click();
    await owner.page.getByText(`${INVITED} can accept after signing in.`).waitFor();
    await invited.page.goto(address("/invitations"));
    await invited.page.getByText(`${OWNER} invites you`).waitFor();
    await invited.button(`Join ${NAME}`).click();
    await invited.button(`Organization: ${NAME}`).waitFor();
    expect(await whereIs(invited)).toMatchObject({ name: NAME, role: "member" });
  });
});

describe("the end of an organization", () => {
  it("is asked for after GitHub confirmed who asks, by its name, is seen by everybody, and is taken back by an owner", async () => {
    const back = "/settings/organization?ask=delete";
    await owner.page.goto(address(`/api/auth/github?${new URLSearchParams({ access: "identity", return_to: back })}`));
    await owner.page.waitForURL(address(back));
    await owner.page.getByRole("textbox", { name: `Type ${NAME} to confirm` }).fill(NAME);
    await owner.button(`Delete ${NAME}`).click();
    await owner.page.getByText(`${NAME} will be deleted on`).waitFor();
    await invited.page.reload();
    await invited.page.getByText(`${NAME} will be deleted on`).waitFor();
    expect(await invited.button(/^Restore/).count()).toBe(0);
    await owner.button("Restore it").click();
    await owner.page.getByText(`${NAME} stays.`).waitFor();
    expect(await whereIs(invited)).toMatchObject({ name: NAME, delete_after: null });
  });

  it("leaves a copy with whoever asks for one", async () => {
    await owner.page.goto(address("/settings/organization?ask=export"));
    const [file] = await Promise.all([owner.page.waitForEvent("download"), owner.button("Save the file").click()]);
    expect(file.suggestedFilename()).toMatch(/^autodevops-\d{4}-\d\d-\d\d\.jsonl$/);
    const text = await (await file.createReadStream())
      .setEncoding("utf8")
      .reduce((all: string, part) => all + part, "");
    expect(text).toContain(NAME);
  });
});

describe("a new owner", () => {
  it("is chosen by name, and the one before is an admin from then on", async () => {
    await owner.page.goto(address("/settings/organization?ask=transfer"));
    await owner.page.getByRole("combobox", { name: "New owner" }).selectOption(INVITED);
    await owner.page.getByRole("textbox", { name: `Type ${NAME} to confirm` }).fill(NAME);
    await owner.button(`Hand over to ${INVITED}`).click();
    await owner.page.getByText(`${INVITED} owns the organization now.`).waitFor();
    const roles = await Promise.all([owner, invited].map(whereIs));
    expect(roles.map(({ name, role }) => `${role} of ${name}`)).toEqual([`admin of ${NAME}`, `owner of ${NAME}`]);
    expect([...owner.problems, ...invited.problems]).toEqual([]);
  });
});
