/** What a device says of itself, as every port reports it. `reasons` are the device's own standard keywords. */
export interface DeviceHealth {
  readonly state: 'working' | 'failed';
  /** e.g. `media-jam`, `media-empty`, `cover-open` (IPP keywords, RFC 8011 5.4.12), `no-answer`, `no-duplex`; empty when all is well. */
  readonly reasons: readonly string[];
}
