import { expect, it } from "vitest";

import type { Lease } from "../../output/coordination.k8s.io/v1/index.js";
import {
  formatDuration,
  parseDuration,
} from "../../templates/runtime/duration.js";
import {
  epochMicroseconds,
  toDate,
  toMicroTime,
  toTime,
} from "../../templates/runtime/time.js";

const date = new Date("2006-01-02T15:04:05.678Z");

it("writes times as Kubernetes does", () => {
  const lease: Lease = {
    metadata: { creationTimestamp: toTime(date) },
    spec: { renewTime: toMicroTime(date) },
  };
  expect(lease).toEqual({
    metadata: { creationTimestamp: "2006-01-02T15:04:05Z" },
    spec: { renewTime: "2006-01-02T15:04:05.678000Z" },
  });
  expect(toDate(lease.spec?.renewTime ?? "")).toEqual(date);
});

it("keeps microseconds, before 1970 too", () => {
  for (const time of [
    "2006-01-02T15:04:05.678901Z",
    "1969-12-31T23:59:59.999999Z",
    "0000-01-01T00:00:00.000001Z",
    "0099-03-01T00:00:00.000000Z",
    "9999-12-31T23:59:59.999999Z",
  ])
    expect(toMicroTime({ epochMicroseconds: epochMicroseconds(time) })).toBe(
      time,
    );
  expect(epochMicroseconds("1969-12-31T23:59:59.9999999Z")).toBe(-1n);
  expect(toDate("1969-12-31T23:59:59.9999999Z").getTime()).toBe(-1);
  expect(toTime(new Date(-1))).toBe("1969-12-31T23:59:59Z");
});

it("refuses dates that RFC 3339 cannot write", () => {
  for (const write of [toTime, toMicroTime]) {
    expect(() => write(new Date(NaN))).toThrow("the date is invalid");
    expect(() => write(new Date("+010000-01-01T00:00:00Z"))).toThrow(
      "the year 10000",
    );
    expect(() => write(new Date("-000001-12-31T23:59:59Z"))).toThrow(
      "the year -1",
    );
  }
  expect(() => toMicroTime({ epochMicroseconds: 2n ** 80n })).toThrow(
    RangeError,
  );
});

it("refuses what only resembles a time", () => {
  for (const text of [
    "2006-01-02T15:04:05,5Z",
    "2006-01-02T5:04:05Z",
    "2006-01-02T15:04:05+24:00",
    "2006-01-02T15:04:05+00:60",
    "2006-01-02T15:04:05Z\n",
    "2023-02-29T00:00:00Z",
  ])
    expect(() => toDate(text)).toThrow("is not a time of RFC 3339");
});

it("reads and writes durations", () => {
  expect(parseDuration("1h30m5.5s")).toBe(5_405_500_000_000n);
  expect(formatDuration(5_405_500_000_000n)).toBe("1h30m5.5s");
  expect(formatDuration(-(2n ** 63n))).toBe("-2562047h47m16.854775808s");
  expect(() => parseDuration("1d")).toThrow('the unit "d"');
  expect(() => parseDuration("5")).toThrow("is not a duration");
  expect(() => parseDuration("300y")).toThrow(TypeError);
  expect(() => parseDuration(`${2n ** 63n}ns`)).toThrow(RangeError);
  expect(parseDuration(`-${2n ** 63n}ns`)).toBe(-(2n ** 63n));
  expect(() => parseDuration("9999999h")).toThrow(RangeError);
  expect(() => formatDuration(2n ** 63n)).toThrow(RangeError);
});
