/** HID Usage Tables 1.5, pages 0x01 (Generic Desktop) and 0x0D (Digitizers). */
export const usages = {
  x: 0x00010030,
  y: 0x00010031,
  touchScreen: 0x000d0004,
  touchPad: 0x000d0005,
  inRange: 0x000d0032,
  tip: 0x000d0042,
  confidence: 0x000d0047,
  width: 0x000d0048,
  height: 0x000d0049,
  contact: 0x000d0051,
  deviceMode: 0x000d0052,
  contactCount: 0x000d0054,
  maximum: 0x000d0055,
  scanTime: 0x000d0056,
} as const;
