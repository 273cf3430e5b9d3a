import type {
  Transport,
  TransportRequest,
} from "../../templates/runtime/types.js";

/** A transport that passes everything on, and keeps what it was asked. */
export interface RecordingTransport extends Transport {
  readonly requests: readonly TransportRequest[];
}

/** Writes down the requests that go to another transport. */
export function recordingTransport(transport: Transport): RecordingTransport {
  const requests: TransportRequest[] = [];
  return {
    requests,
    request(request) {
      requests.push(request);
      return transport.request(request);
    },
    close: () => transport.close(),
  };
}
