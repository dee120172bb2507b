import { japanDateTime } from '../japan-time.ts';
import type { Balances } from '../log/money.ts';
import type { Day } from '../log/state.ts';
import type { Stock } from '../log/stock.ts';
import { plain } from './paragraph.ts';
import { foot, line, type SlipHead, yen } from './slips.ts';

/** Slips for staff, in Japanese. They hold sums and counts, and nobody's data. */

export const testSlip = (head: SlipHead): string =>
  [
    plain(head.shop.name),
    '^^^印字テスト',
    '-',
    '0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ |',
    'あいうえお　アイウエオ　漢字 |',
    ...foot(head, 'ja'),
    '=',
  ].join('\n');

/** The cash report (日計票) since the one before. */
export function cashReportSlip(
  head: SlipHead,
  day: Day & {
    readonly until: number;
    readonly claims: number;
    readonly money: Balances;
    readonly stock: Stock;
    readonly who: string;
  },
): string {
  const { money } = day;
  return [
    plain(head.shop.name),
    '^^^日計票',
    '-',
    line('期間', day.since === null ? '使い始めから' : `${japanDateTime(day.since)} から`),
    line('', `${japanDateTime(day.until)} まで`),
    line('係員', plain(day.who)),
    '-',
    line('利用', `${day.visits}件`),
    line('証明書をお渡しした件数', `${day.delivered}件`),
    line('手数料', yen(day.taken)),
    '-',
    line('入った硬貨', yen(day.inserted)),
    line('出した硬貨（釣り銭等）', yen(day.paidOut)),
    line('硬貨の機械の増減', yen(day.inserted - day.paidOut)),
    line('キャッシュレス', yen(day.charged)),
    line('キャッシュレス取消', yen(day.reversed)),
    line('レジでの受け取り', yen(day.register)),
    line('係員がお返しした金額', yen(day.refunded)),
    '-',
    line('未返金の金額', yen(money.owed)),
    line('要確認の金額', yen(money.suspense)),
    line('その件数', `${day.claims}件`),
    '-',
    line('金庫にあるはずの硬貨', yen(day.stock.box)),
    ...[...day.stock.hoppers].map(([address, left]) => line(`釣り銭（${address}番）`, yen(left))),
    ...foot(head, 'ja'),
    '=',
  ].join('\n');
}
