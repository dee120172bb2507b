// Rules of your own: each is asked after every visit, and answers a sentence when something is wrong, or null.
// `visit` has plan, rows (the log's), sheets, slips (texts) and screens (ids, in order); see src/shop/own-rules.ts.
export default [
  {
    name: 'a receipt for everybody who paid',
    check({ rows, slips }) {
      const sold = rows.some(({ type, data }) => type === 'money.moved' && data.reason === 'sale');
      const asked = rows.some(({ type, data }) => type === 'slip.intent' && data.slip === 'receipt');
      return sold && asked && slips.length === 0 ? 'the receipt was asked for and did not come out' : null;
    },
  },
  {
    name: 'nobody is kept for more than half an hour',
    check({ rows }) {
      const own = rows.filter(({ session }) => session !== null);
      const minutes = own.length === 0 ? 0 : (own.at(-1).at - own[0].at) / 60_000;
      return minutes > 30 ? `the visit took ${Math.round(minutes)} minutes` : null;
    },
  },
];
