const RESERVED_ENDING = /(?:^|\.)(?:test|example|invalid|localhost|local|internal)$/;
const OWN_ADDRESS = /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0$)/;
const OWN_ADDRESS_6 = /^\[(?:::1?|f[cd][0-9a-f]{2}:.*|fe80:.*|::ffff:.*)\]$/;

/**
 * Whether a host can only be ours: this machine, a private network, or a name that the internet never gives to anybody (RFC 2606, 6761).
 * @param host with or without a port.
 */
export function isOwnHost(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  return RESERVED_ENDING.test(name) || OWN_ADDRESS.test(name) || OWN_ADDRESS_6.test(name) || !/[.:]/.test(name);
}
