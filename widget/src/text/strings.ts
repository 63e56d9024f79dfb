/**
 * All words of the widget itself. A page replaces any of them, for another language or tone: `<ground-work strings="ID">` and
 * `<script type="application/json" id="ID">{"title": "…"}</script>`. {n}, {of}, {hours} stand for numbers.
 */
export const ENGLISH = {
  title: "Chat",
  open: "Open chat",
  openUnread: "Open chat, {n} new",
  close: "Close chat",
  more: "Privacy and erasing",
  back: "Back to the chat",

  leave: "Leave now",
  leaveOnce: "Press Shift two more times to leave.",
  leaveTwice: "Press Shift once more to leave.",
  leaveBlank: "Loading",
  notice: "Leave now, or Shift three times, empties this page and opens another. It cannot hide browser history, a router's log, or an app that watches this device.",
  noticeTouch: "Leave now empties this page and opens another. It cannot hide browser history, a router's log, or an app that watches this device.",
  noticeDone: "Got it",

  conversation: "Conversation",
  log: "Messages",
  history: "Earlier messages",
  youSaid: "You said:",
  reply: "Reply:",
  choices: "Choices",
  choicesFollow: "Choices: {labels}.",
  progress: "{n} of {of}",
  typing: "Writing",

  input: "Your message",
  placeholder: "Write, or choose above",
  placeholderNoChoices: "In your own words",
  send: "Send",
  tooLong: "{n} characters; at most {of} fit into one message. You can send it in two parts.",

  waiting: "Waiting to be sent",
  connected: "Connected again",
  offline: "No connection. What you write is kept here and sent when it is back.",
  refused: "The chat cannot be reached from here right now. It tries again by itself.",
  tooMany: "A lot at once. Your message goes out in a moment.",
  notTaken: "That message could not be sent. It is back in the box, so you can change it.",
  renewed: "The earlier conversation is no longer kept. This is a new one.",
  tryNow: "Try now",

  privacy: "What is kept, and where",
  privacyText: "The conversation is kept on the server for {hours} hours after your last message, then removed. On this device it is only on this screen: reload the page, and it is gone from here.",
  privacyTextRemembered: "The conversation is kept on the server for {hours} hours after your last message, then removed. This tab keeps a key to it until you close the tab, clear or leave.",
  leaveTitle: "What leaving cannot hide",
  leaveText: "Leave now empties this page and opens another. The address of this page can stay in the browser's history, in a router's log or at your provider, and an app that watches this device may have seen the screen. If someone may be watching, another device is safer.",
  clear: "Clear this chat",
  clearText: "Takes it off this screen. The server keeps it for up to {hours} hours, and there is then no way back to it.",
  clearAsk: "Clear the screen?",
  clearYes: "Yes, clear it",
  erase: "Erase everything",
  eraseText: "Removes the whole conversation, here and on the server, at once. It cannot be brought back.",
  eraseAsk: "Erase the whole conversation?",
  eraseYes: "Yes, erase it",
  erasing: "Erasing",
  eraseFailed: "Not erased yet: there is no connection. Please try again.",
  keep: "Keep it",

  cleared: "This screen is clear.",
  erased: "The conversation is erased, here and on the server.",
  expired: "The conversation is no longer kept. It has been removed.",
  elsewhere: "The conversation goes on where its code was typed. It is no longer on this screen.",
  again: "Start again",

  veiled: "Covered while you were away",
  unveil: "Show the chat",
};

export type Strings = typeof ENGLISH;

/** The words with those of the page in their place; what is not a text, or not a name above, is left aside. */
export function withReplaced(given: unknown): Strings {
  const strings = { ...ENGLISH };
  for (const name of Object.keys(ENGLISH) as (keyof Strings)[]) {
    const text = (given as Partial<Record<string, unknown>> | null | undefined)?.[name];
    if (typeof text === "string") strings[name] = text;
  }
  return strings;
}

/** Fills {name} in a text. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
