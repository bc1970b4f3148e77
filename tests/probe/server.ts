import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { createSecureContext, createServer as createTlsServer } from "node:tls";
import type { Chain } from "./certificates.ts";

/** What came of a request, as it was sent. */
export interface Asked {
  method: string;
  path: string;
  host: string;
  headers: Record<string, string>;
}

/** What a server does with a connection once the head of a request has come. */
export type Act = (socket: Socket, asked: Asked) => void;

/** Writes an answer byte by byte as it is to be sent; `connection: close` unless said otherwise. */
export function answer(
  status: number | string,
  headers: Record<string, string | number | string[]> = {},
  body: string | Uint8Array = "",
): Act {
  return (socket) => {
    socket.write(
      head(status, { "content-length": Buffer.byteLength(body), connection: "close", ...headers }),
    );
    socket.end(body);
  };
}

/** The head of an answer; a header of the value "" is left out. */
export function head(status: number | string, headers: Record<string, string | number | string[]>): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((each) => each !== "")
      .map((each) => `${name}: ${each}\r\n`),
  );
  return `HTTP/1.1 ${typeof status === "number" ? `${status} X` : status}\r\n${lines.join("")}\r\n`;
}

const LONGEST_HEAD = 65_536;

/** Reads the head of one request, then plays. */
function serve(socket: Socket, play: Act): void {
  let text = "";
  socket.on("error", () => {});
  const onData = (chunk: Buffer) => {
    text += chunk.toString("latin1");
    // The first byte of TLS (RFC 8446, 5.1); servers of plain HTTP say so at once.
    if (text.startsWith("\u0016")) return void socket.end(head(400, { connection: "close" }));
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      if (text.length > LONGEST_HEAD) socket.destroy();
      return;
    }
    socket.off("data", onData);
    socket.resume();
    const [first, ...lines] = text.slice(0, end).split("\r\n");
    const [method = "", path = ""] = first!.split(" ");
    const headers = Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(":")).toLowerCase(),
        line.slice(line.indexOf(":") + 1).trim(),
      ]),
    );
    play(socket, { method, path, host: (headers.host ?? "").replace(/:\d+$/, ""), headers });
  };
  socket.on("data", onData);
}

/** A server on the machine itself, whatever name it is asked by. */
export interface Stage {
  port: number;
  close: () => void;
}

const listen = async (server: Server, sockets: Set<Socket>): Promise<Stage> => {
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

/** Plays over plain HTTP. */
export function plainStage(play: Act): Promise<Stage> {
  return listen(
    createServer({ allowHalfOpen: true }, (socket) => serve(socket, play)),
    new Set(),
  );
}

/**
 * Plays over TLS.
 * @param chainOf the certificates for a host name
 */
export function secureStage(play: Act, chainOf: (host: string) => Chain): Promise<Stage> {
  const server = createTlsServer(
    {
      SNICallback: (host, answered) => {
        const { cert, key } = chainOf(host);
        answered(null, createSecureContext({ cert, key }));
      },
    },
    (socket) => serve(socket, play),
  );
  server.on("tlsClientError", () => {});
  return listen(server, new Set());
}
