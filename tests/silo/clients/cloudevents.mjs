// The unmodified npm package sends one event in each mode; what the silo answers goes to stdout as JSON.
import { CloudEvent, HTTP } from 'cloudevents';

const [url, token, run] = process.argv.slice(2);
const event = (id) => new CloudEvent({
  type: 'ltc.visit.checked-in', source: '/npm', id: `${run}-${id}`, subject: 'npm-person', time: '2026-06-05T09:00:00.000+08:00',
  datacontenttype: 'application/json',
  data: { visitId: `${run}-${id}`, caregiverId: 'npm-carer', position: { lat: 39.1, lon: 117.2, accuracy: 8 } },
});

async function post(message) {
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST', body: message.body, headers: { ...message.headers, authorization: `Bearer ${token}` },
  });
  return { status: answer.status, body: await answer.json() };
}

console.log(JSON.stringify({
  binary: await post(HTTP.binary(event('binary'))),
  structured: await post(HTTP.structured(event('structured'))),
  again: await post(HTTP.structured(event('structured'))),
  batch: await post({
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify([event('batch-1'), event('batch-2'), event('binary')]),
  }),
}));
