import assert from "node:assert/strict";
import { mock, test, type TestContext } from "node:test";
import type { Acknowledgement } from "../src/protocol";
import { readMessage, type Message } from "../src/protocol";
import type { Hooks } from "../src/talk/connection";
import { Conversation } from "../src/talk/conversation";
import type { Link } from "../src/talk/sender";
import { tokenKeeper } from "../src/talk/token";

// Node 20 has none.
Object.defineProperty(globalThis, "navigator", { value: { language: "en" }, configurable: true });

type Answered = (answer: Acknowledgement | "lost") => void;

/** A server that keeps the conversation, as the channel does, behind a network that can end at any event, in both directions. */
class Network implements Link {
  connected = false;
  readonly said: Message[] = [];
  readonly given: string[] = [];
  private readonly answered = new Map<string, number>();

  constructor(private readonly hooks: Hooks, private readonly fails: () => boolean) {}

  open(): void {
    if (this.connected) return;
    const last = Number(this.hooks.introduce().last);
    this.connected = true;
    this.down(() => this.hooks.session({ token: "t", resumed: this.said.length > 0, hours: 24, last: this.said.length }));
    for (const message of this.said.slice(last)) this.down(() => this.hooks.message(message));
  }

  close(): void {
    this.connected = false;
  }

  tryNow(): void {
    this.open();
  }

  send(event: string, payload: Record<string, unknown>, answered: Answered): void {
    if (this.fails()) return this.cut(answered);
    if (event === "begin" && this.said.length === 0) this.keep("bot", "welcome");
    if (event === "begin") for (const message of [...this.said]) this.down(() => this.hooks.message(message));
    if (this.fails()) {
      if (event === "say") this.answer(payload, false);
      return this.cut(answered);
    }
    answered({ ok: true });
    if (event === "say") this.answer(payload, true);
  }

  private answer({ id, text }: Record<string, unknown>, shown: boolean): void {
    let last = this.answered.get(String(id));
    if (last === undefined) {
      this.keep("you", String(text), String(id));
      last = this.keep("bot", `answer to ${String(text)}`);
      this.answered.set(String(id), last);
    }
    if (!shown) return;
    this.down(() => this.hooks.message(this.said[last! - 1]!));
    this.down(() => this.hooks.done(String(id), last!));
  }

  private keep(from: "bot" | "you", text: string, id?: string): number {
    this.said.push(readMessage({ seq: this.said.length + 1, from, text, choices: [], ...(id === undefined ? {} : { id }) })!);
    return this.said.length;
  }

  private down(deliver: () => void): void {
    if (!this.connected) return;
    if (this.fails()) return this.cut();
    deliver();
  }

  private cut(answered?: Answered): void {
    if (!this.connected) return;
    this.connected = false;
    answered?.("lost");
    this.hooks.lost();
  }
}

test("200 conversations over a network that ends at random: nothing lost, nothing doubled, the order kept", () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  for (let seed = 1; seed <= 200; seed += 1) {
    let state = seed;
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
    let rate = 0.25;
    let network!: Network;
    const given: string[] = [];
    const listener = { changed() {}, arrived() {}, forgotten() {}, giveBack: (text: string) => given.push(text) };
    const conversation = new Conversation(tokenKeeper(false), listener, (hooks) => (network = new Network(hooks, () => random() < rate)));
    conversation.start();
    const words = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, index) => `words ${index}`);
    for (const text of words) {
      conversation.say(text);
      if (random() < 0.5) network.tryNow();
      mock.timers.tick(Math.floor(random() * 40_000));
    }
    rate = 0;
    for (let round = 0; round < 20; round += 1) {
      network.tryNow();
      mock.timers.tick(60_000);
    }
    const shown = conversation.thread.entries.map((entry) => entry.text);
    const expected = ["welcome", ...words.flatMap((text) => [text, `answer to ${text}`])];
    assert.deepEqual(network.said.map((message) => message.text), expected, `what the server has, seed ${seed}`);
    assert.deepEqual(shown, expected, `what the screen shows, seed ${seed}`);
    assert.deepEqual(given, [], `seed ${seed}`);
  }
  mock.timers.reset();
});

/** A conversation over a link that acknowledges everything and answers nothing. */
function connected(context: TestContext): { conversation: Conversation; hooks: Hooks; sent: string[]; ids: string[]; given: string[] } {
  const sent: string[] = [];
  const ids: string[] = [];
  const given: string[] = [];
  let hooks!: Hooks;
  const link: Link = {
    connected: true,
    open() {},
    close() {},
    tryNow() {},
    send(event, payload, answered) {
      sent.push(`${event} ${String(payload.text ?? "")}`.trim());
      if (event === "say") ids.push(String(payload.id));
      answered(payload.text === "too much" ? { ok: false, code: "too_long" } : { ok: true });
    },
  };
  const listener = { changed() {}, arrived() {}, forgotten() {}, giveBack: (text: string) => given.push(text) };
  const conversation = new Conversation(tokenKeeper(false), listener, (taken) => {
    hooks = taken;
    return link;
  });
  context.after(() => conversation.drop()); // otherwise it would wait for answers, and the test for it
  conversation.start();
  hooks.session({ token: "t", resumed: false, hours: 24, last: 0 });
  return { conversation, hooks, sent, ids, given };
}
const bot = (seq: number, text: string) => readMessage({ seq, from: "bot", text, choices: [] })!;
const texts = (conversation: Conversation) => conversation.thread.entries.map((entry) => entry.text);

test("a return code brings the other conversation in the place of this one", (context) => {
  const { conversation, hooks } = connected(context);
  hooks.message(bot(1, "welcome"));
  conversation.say("a code");
  hooks.session({ token: "u", resumed: true, hours: 24, last: 2 });
  hooks.message(bot(1, "old one"));
  hooks.message(bot(2, "old two"));
  assert.deepEqual(texts(conversation), ["old one", "old two"]);
  assert.ok(conversation.thread.entries.every((entry) => entry.history));
});

test("where the server no longer has the conversation, unsent words go back into the box", (context) => {
  const { conversation, hooks, given } = connected(context);
  hooks.message(bot(1, "welcome"));
  hooks.lost();
  conversation.say("not sent");
  hooks.session({ token: "u", resumed: false, hours: 24, last: 0 });
  assert.deepEqual(texts(conversation), []);
  assert.deepEqual(given, ["not sent"]);
  assert.equal(conversation.renewed, true);
});

test("what the server will not take goes back into the box, and the next message goes out", (context) => {
  const { conversation, hooks, sent, given } = connected(context);
  conversation.say("too much");
  conversation.say("enough");
  assert.deepEqual(sent, ["begin", "say too much", "say enough"]);
  assert.deepEqual(given, ["too much"]);
  hooks.message(bot(1, "welcome"));
  assert.deepEqual(texts(conversation).sort(), ["enough", "welcome"]);
});

test("after erasing nothing begins by itself; last words are shown", async (context) => {
  const { conversation, hooks, sent } = connected(context);
  hooks.message(bot(1, "welcome"));
  assert.equal(await conversation.erase(), true);
  hooks.gone("forgotten");
  hooks.session({ token: "u", resumed: false, hours: 24, last: 0 });
  assert.equal(conversation.ending, "erased");
  assert.deepEqual(sent, ["begin", "forget"]);
  hooks.message(bot(1, "all of it is gone"));
  assert.equal(conversation.ending, undefined);
  assert.deepEqual(texts(conversation), ["all of it is gone"]);
});

test("a message that the server could not keep stays, says why, and is sent again with the same id", (context) => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  context.after(() => mock.timers.reset());
  const { conversation, hooks, ids } = connected(context);
  const seconds = (count: number) => { for (let second = 0; second < count; second += 1) mock.timers.tick(1_000); };
  hooks.message(bot(1, "welcome"));
  conversation.say("hello");
  for (let time = 1; time <= 2; time += 1) {
    hooks.later(ids[0]!, "not just now", 5_000);
    assert.equal(conversation.excuse, "not just now");
    assert.equal(ids.length, time);
    seconds(4);
    assert.equal(ids.length, time);
    seconds(2);
  }
  assert.deepEqual(new Set(ids), new Set([ids[0]]));
  hooks.message(bot(3, "answer"));
  hooks.done(ids[0]!, 3);
  assert.equal(conversation.excuse, undefined);
  assert.deepEqual(texts(conversation), ["welcome", "hello", "answer"]);
  seconds(60);
  assert.equal(ids.length, 3);
});
