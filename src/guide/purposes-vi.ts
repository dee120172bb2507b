import type { PurposeGuide } from './topics.ts';

export const purposesVi: PurposeGuide = {
  passport: {
    title: 'Xin hộ chiếu Nhật',
    words: 'đi nước ngoài gia hạn',
    text: [
      'Lần đầu, hoặc khi đổi tên, đổi tỉnh của nơi bản quán (本籍): cần giấy hộ tịch mọi người, cấp trong 6 tháng.',
      'Nếu xin qua Mynaportal thì có khi không cần.',
    ],
  },
  'driving-licence': {
    title: 'Thi bằng lái xe',
    words: 'trường lái',
    text: [
      'Lần đầu cần bản sao phiếu cư trú có ghi bản quán (本籍), không ghi My Number.',
      'Người nước ngoài cần bản có ghi quốc tịch, vùng lãnh thổ.',
    ],
  },
  car: {
    title: 'Mua xe, sang tên xe',
    words: 'ô tô đăng ký',
    text: [
      'Xe thường: giấy chứng nhận đăng ký con dấu trong 3 tháng.',
      'Xe hạng nhẹ (kei): phiếu cư trú hoặc giấy đăng ký con dấu trong 3 tháng.',
    ],
  },
  home: {
    title: 'Mua hoặc thuê nhà',
    words: 'vay hợp đồng',
    text: [
      'Khi thuê, thường cần phiếu cư trú và giấy chứng nhận thu nhập.',
      'Khi mua hoặc vay, cần thêm giấy đăng ký con dấu. Có khi cần phiếu cư trú của cả nhà.',
    ],
  },
  inheritance: {
    title: 'Thừa kế',
    words: 'người mất di sản ngân hàng',
    text: [
      'Người thừa kế thường cần hộ tịch, giấy đăng ký con dấu và phiếu cư trú.',
      'Hộ tịch của người đã mất từ khi sinh đến khi mất (除籍, 改製原戸籍) không cấp ở máy này. Xin đến quầy của thành phố.',
    ],
  },
  marriage: {
    title: 'Đăng ký kết hôn, ly hôn',
    words: 'đám cưới',
    text: [
      'Từ tháng 3 năm 2024 không cần giấy hộ tịch khi đăng ký.',
      'Khi đưa cho công ty hay ngân hàng xem thì dùng giấy hộ tịch mọi người.',
    ],
  },
  childcare: {
    title: 'Nhà trẻ, trợ cấp trẻ em',
    words: 'mẫu giáo',
    text: [
      'Có thể cần giấy chứng nhận chịu thuế năm nay hoặc năm trước. Người đã chuyển nhà thì lấy ở nơi sống vào ngày 1 tháng 1 năm đó.',
    ],
  },
  scholarship: {
    title: 'Học bổng, học phí',
    words: 'trường đại học',
    text: ['Thường cần giấy chứng nhận thu nhập và phiếu cư trú của gia đình.'],
  },
  work: {
    title: 'Nộp cho công ty',
    words: 'việc làm',
    text: [
      'Thường cần giấy chứng nhận nội dung phiếu cư trú.',
      'Để báo My Number cho công ty, có thể dùng phiếu cư trú có ghi My Number. Chỉ ghi khi được yêu cầu.',
    ],
  },
  'residence-status': {
    title: 'Tư cách lưu trú (visa)',
    words: 'nhập cư gia hạn vĩnh trú',
    text: [
      'Thường cần phiếu cư trú của cả nhà (ghi tất cả trừ My Number), giấy chứng nhận chịu thuế và giấy nộp thuế.',
    ],
  },
  pension: {
    title: 'Lương hưu',
    words: 'tuổi già tuất',
    text: [
      'Có thể cần phiếu cư trú, hộ tịch, giấy chứng nhận thu nhập.',
      'Nếu ghi My Number khi xin thì bớt được một số giấy.',
    ],
  },
  'old-address': {
    title: 'Chứng minh địa chỉ cũ',
    words: 'chuyển nhà',
    text: [
      'Lịch sử địa chỉ trong hộ tịch (戸籍の附票) ghi mọi địa chỉ trong thời gian ở hộ tịch đó.',
      'Nếu chỉ cần địa chỉ ngay trước thì phiếu cư trú là đủ.',
    ],
  },
};
