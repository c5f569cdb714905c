// The unmodified npm package streams alerts. It reconnects whenever the connection ends, asking for what came after the last one it
// saw, and prints each alert as a line; until stdin closes.
import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

const [url, token, after] = process.argv.slice(2);
let last = Number(after ?? 0);
let stopped = false;
process.stdin.resume();
process.stdin.on('end', () => { stopped = true; process.exit(0); });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

while (!stopped) {
  const connection = new HubConnectionBuilder()
    .withUrl(`${url}/hubs/alerts`, { accessTokenFactory: () => token })
    .configureLogging(LogLevel.None)
    .build();
  try {
    await connection.start();
    console.log(JSON.stringify({ connected: last }));
    await new Promise((done) => {
      connection.onclose(done);
      connection.stream('Stream', {}, last).subscribe({
        next: (alert) => { last = alert.seq; console.log(JSON.stringify(alert)); },
        complete: done,
        error: done,
      });
    });
    await connection.stop();
  } catch {
    // Not there: try again.
  }
  await pause(50);
}
