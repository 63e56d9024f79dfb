/** The socket: connects, comes back by itself, and says what arrives in the protocol's types. It holds no words. */
import { io, type Socket } from "socket.io-client";
import { readAcknowledgement, readDone, readLater, readMessage, readSession, type Acknowledgement, type Message, type Session } from "../protocol";

export interface Hooks {
  /** What to introduce oneself with, at every connect. */
  introduce(): Record<string, unknown>;
  session(session: Session): void;
  message(message: Message): void;
  typing(on: boolean): void;
  done(id: string, seq: number): void;
  /** The server could not keep a message; it is to be sent again after `wait` ms. */
  later(id: string, text: string, wait: number): void;
  gone(reason: string): void;
  /** The connection ended, or could not be made; it is tried again. */
  lost(): void;
  /** The server refuses this page or this person for now. */
  refused(code: string): void;
}

/** Path of socket.io on the server. */
const PATH = "/chat/";
/** A server that has not acknowledged within this time (ms) is asked again. */
const PATIENCE = 10_000;
/** Pause (ms) before a refused connect is tried again, where the code says that it may be. */
const PAUSE_AFTER_REFUSAL = 15_000;

export class Connection {
  private socket: Socket | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly server: string, private readonly hooks: Hooks) {}

  open(): void {
    if (this.socket) return;
    const { hooks } = this;
    const socket = io(this.server, {
      path: PATH,
      auth: (give) => give(hooks.introduce()),
      forceNew: true,
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
    });
    this.socket = socket;
    socket.on("session", (data) => hooks.session(readSession(data)));
    socket.on("message", (data) => {
      const message = readMessage(data);
      if (message) hooks.message(message);
    });
    socket.on("typing", (data) => hooks.typing(data?.on === true));
    socket.on("done", (data) => {
      const { id, seq } = readDone(data);
      hooks.done(id, seq);
    });
    socket.on("later", (data) => {
      const { id, text, wait } = readLater(data);
      hooks.later(id, text, wait);
    });
    socket.on("gone", (data) => hooks.gone(String(data?.reason)));
    socket.on("disconnect", (reason) => {
      hooks.lost();
      if (reason === "io server disconnect") this.again(0);
    });
    socket.on("connect_error", (error: Error & { data?: { code?: unknown; wait?: unknown } }) => this.failed(socket, error.data));
  }

  /** True while events can be sent. */
  get connected(): boolean {
    return this.socket?.connected === true;
  }

  /** Sends an event and gives back what the server says to it; "lost" where it says nothing. */
  send(event: string, payload: Record<string, unknown>, answered: (answer: Acknowledgement | "lost") => void): void {
    this.socket?.timeout(PATIENCE).emit(event, payload, (error: Error | null, data: unknown) => answered(error ? "lost" : readAcknowledgement(data)));
  }

  /** Tries at once instead of waiting for the next turn. */
  tryNow(): void {
    this.socket?.disconnect().connect();
  }

  /** Ends it for good. */
  close(): void {
    clearTimeout(this.retry);
    this.socket?.off();
    this.socket?.disconnect();
    this.socket = undefined;
  }

  private failed(socket: Socket, data: { code?: unknown; wait?: unknown } | undefined): void {
    if (socket.active) return this.hooks.lost();
    const code = String(data?.code ?? "");
    this.hooks.refused(code);
    this.again(typeof data?.wait === "number" ? data.wait : PAUSE_AFTER_REFUSAL);
  }

  private again(pause: number): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.socket?.connect(), pause);
  }
}
