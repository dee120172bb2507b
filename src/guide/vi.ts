import type { Guide } from './topics.ts';

export const guideVi: Guide = {
  card: {
    title: 'Thẻ My Number là gì',
    words: 'mã số cá nhân giấy tờ tùy thân ảnh chip mặt trước mặt sau',
    text: [
      'Đây là thẻ nhựa có ảnh, cấp cho người đăng ký. Thẻ đầu tiên miễn phí.',
      'Mặt trước có tên, địa chỉ, ngày sinh, giới tính và ảnh. Mặt sau có mã số cá nhân 12 chữ số (個人番号, My Number). Trong chip có chứng thư điện tử.',
      'Trong thủ tục an sinh xã hội, thuế và thiên tai, một thẻ xác nhận được cả mã số và danh tính. Ở nơi khác, thẻ là giấy tờ tùy thân có ảnh.',
      'Thẻ có thể bị từ chối nếu ảnh có phông nền, bị mờ hoặc không giống mặt. Thẻ đăng ký từ ngày 2 tháng 12 năm 2024 cho trẻ dưới 1 tuổi không có ảnh.',
    ],
  },
  'at-this-machine': {
    title: 'Những việc làm được ở máy này',
    words: 'phiếu cư trú con dấu hộ tịch thuế sáng sớm đêm ngày nghỉ',
    text: [
      'Quý khách nhận được bản sao phiếu cư trú (住民票の写し), giấy chứng nhận con dấu, giấy hộ tịch, giấy thuế v.v., cả sáng sớm, ban đêm và ngày nghỉ.',
      'Có loại giấy nào là tùy từng địa phương. Danh sách hiện ra sau khi máy đọc thẻ.',
      'Máy dùng chứng thư xác thực người dùng và mã PIN 4 chữ số. Máy không bao giờ dùng mã số 12 chữ số.',
      'Cũng có thể đặt lại mã PIN bị khóa (cần đặt hẹn trong ứng dụng), đổi mã PIN, và đăng ký dùng giấy hộ tịch (利用登録).',
    ],
  },
  pins: {
    title: 'Bốn mã PIN',
    words: 'chữ ký xác thực sổ cư trú số lần',
    text: [
      'Xác thực người dùng (利用者証明用): 4 chữ số. Dùng để nhận giấy, vào Mynaportal, bảo hiểm y tế. Sai 3 lần liên tiếp thì bị khóa.',
      'Chữ ký (署名用): 6 đến 16 chữ hoa và chữ số. Dùng cho e-Tax và đơn điện tử khác, khai báo chuyển đi trên mạng, hộ chiếu. Sai 5 lần liên tiếp thì bị khóa.',
      'Sổ cư trú cơ bản (住民基本台帳用): 4 chữ số. Dùng khi đổi địa chỉ ở quầy. Sai 3 lần thì bị khóa.',
      'Hỗ trợ nhập thông tin (券面事項入力補助用): 4 chữ số. Dùng để đưa thẻ vào điện thoại và điền đơn. Sai 3 lần thì bị khóa.',
      'Xin không cho ai biết, không để giấy ghi mã cùng với thẻ, và thỉnh thoảng đổi mã.',
    ],
  },
  'pin-forgotten': {
    title: 'Quên mã PIN, mã PIN bị khóa',
    words: 'đặt lại mở khóa đặt hẹn ứng dụng quầy',
    text: [
      'Quầy hành chính nơi quý khách sống đặt lại được; xin mang thẻ và giấy tờ tùy thân. Đặt lại cả bốn mã cùng lúc chỉ làm được ở quầy.',
      'Mã chữ ký và mã xác thực cũng đặt lại được ở máy này trong 24 giờ sau khi xác nhận khuôn mặt và đặt hẹn trong ứng dụng “JPKI暗証番号リセット”.',
      'Thẻ bị khóa không phải là thẻ hỏng. Các mã khác vẫn dùng được.',
    ],
  },
  certificates: {
    title: 'Hai chứng thư điện tử',
    words: 'chữ ký xác thực mất hiệu lực 15 tuổi',
    text: [
      'Chứng thư xác thực người dùng để đăng nhập và nhận giấy ở máy này. Trong đó không có tên và địa chỉ, nên chuyển nhà không làm mất hiệu lực.',
      'Chứng thư chữ ký để tạo và gửi tài liệu điện tử. Khi tên hoặc địa chỉ thay đổi, nó tự mất hiệu lực. Khi khai báo, quầy cấp cái mới, miễn phí.',
      'Chứng thư chữ ký do chính chủ thẻ xin. Người khác phải qua thư xác nhận, mất vài ngày; khi khai báo chuyển nhà, người cùng hộ làm được với giấy ủy quyền niêm phong.',
      'Thẻ nhận khi dưới 15 tuổi không có chứng thư chữ ký. Từ 15 tuổi có thể xin ở quầy.',
    ],
  },
  validity: {
    title: 'Thẻ dùng được đến khi nào',
    words: 'thời hạn hết hạn sinh nhật 18 20',
    text: [
      'Từ 18 tuổi: thẻ đến sinh nhật lần thứ 10 sau khi cấp, chứng thư đến sinh nhật lần thứ 5.',
      'Từ 15 đến 17 tuổi: thẻ và cả hai chứng thư đến sinh nhật lần thứ 5.',
      'Dưới 15 tuổi: thẻ và chứng thư xác thực đến sinh nhật lần thứ 5. Không có chứng thư chữ ký.',
      'Thẻ nhận đến ngày 31 tháng 3 năm 2022 khi dưới 20 tuổi: đến sinh nhật lần thứ 5. Chứng thư không có hạn dài hơn thẻ.',
      '“Kiểm tra thẻ của tôi” ở máy này cho biết thẻ của quý khách hết hạn khi nào.',
    ],
  },
  'foreign-residents': {
    title: 'Thẻ của người nước ngoài',
    words: 'thời hạn lưu trú thẻ cư trú vĩnh trú gia hạn visa',
    text: [
      'Người vĩnh trú, vĩnh trú đặc biệt, nhân lực tay nghề cao số 2: giống như người Nhật.',
      'Người lưu trú trung và dài hạn khác: đến ngày cuối của thời hạn lưu trú.',
      'Người được phép tị nạn tạm thời hoặc lưu trú tạm: đến hết thời hạn đó. Người lưu trú do mới sinh hoặc mất quốc tịch: 60 ngày kể từ ngày đó.',
      'Khi thời hạn lưu trú được gia hạn, xin gia hạn thẻ ở quầy trước khi thẻ hết hạn. Khi đang xin gia hạn, thẻ được kéo dài nhiều nhất hai tháng.',
      'Thẻ hết hạn cùng với thời hạn lưu trú có thể phải làm lại, có lệ phí.',
    ],
  },
  renewal: {
    title: 'Sắp hết hạn và đã hết hạn',
    words: 'gia hạn hết hạn thông báo 3 tháng bảo hiểm y tế',
    text: [
      'Từ ngày sau ngày trước hạn 3 tháng, quầy hành chính nơi quý khách sống gia hạn được. Khoảng 3 tháng trước sẽ có thông báo.',
      'Nếu thẻ còn hạn, quầy cấp chứng thư mới thay cho chứng thư đã hết hạn, miễn phí.',
      'Khi chứng thư hết hạn, không nhận được giấy ở máy này và không dùng được e-Tax. Dùng làm thẻ bảo hiểm y tế thì còn được khoảng 3 tháng (không đồng ý cung cấp thông tin được).',
    ],
  },
  moving: {
    title: 'Chuyển nhà, kết hôn v.v.',
    words: 'chuyển đến chuyển đi đổi tên địa chỉ 90 30 14 ngày tiếp tục sử dụng',
    text: [
      'Khi khai báo xin mang theo thẻ. Địa chỉ hoặc tên mới được ghi lên thẻ và vào chip. Cần mã PIN sổ cư trú cơ bản.',
      'Chính quý khách, người cùng hộ hoặc người đại diện theo pháp luật làm được. Người khác phải qua thư xác nhận và đến hai lần.',
      'Thẻ không dùng được nữa trong các trường hợp: không làm thủ tục tiếp tục sử dụng trong 90 ngày sau khi khai báo chuyển đến; không khai báo chuyển đến trong 30 ngày từ ngày dự định chuyển đi; khai báo sau khi chuyển từ 14 ngày trở lên.',
    ],
  },
  lost: {
    title: 'Mất thẻ, bị trộm',
    words: 'mất trộm tạm ngừng điện thoại 0120-95-0178 cảnh sát',
    text: [
      'Xin gọi ngay: 0120-95-0178 (miễn phí, 24 giờ mỗi ngày; tiếng khác 0120-0178-27). Chức năng của thẻ sẽ ngừng.',
      'Nếu không gọi được: trung tâm thẻ My Number 0570-783-578, hoặc 050-3818-1250 (mất phí).',
      'Sau đó xin báo cho địa phương. Nếu mất ở ngoài, xin báo cả cảnh sát và ghi lại số tiếp nhận.',
      'Khi tìm thấy, quầy hành chính bỏ tạm ngừng được.',
    ],
  },
  replacement: {
    title: 'Làm lại thẻ',
    words: 'cấp lại hỏng cháy lệ phí 800 1000 nhanh',
    text: [
      'Xin đăng ký mới với số tiếp nhận của cảnh sát (mất ở ngoài), giấy chứng nhận thiệt hại (bị cháy), hoặc chính thẻ bị hỏng.',
      'Lệ phí 800 yên, có chứng thư là 1.000 yên. Cấp nhanh 1.800 yên, có chứng thư là 2.000 yên.',
    ],
  },
  'first-card': {
    title: 'Cách làm thẻ',
    words: 'đăng ký bưu điện điện thoại ảnh thẻ thông báo miễn phí',
    text: [
      'Đăng ký miễn phí qua bưu điện, máy tính, điện thoại hoặc một số máy chụp ảnh thẻ. Đơn có ở địa phương.',
      'Đơn kèm theo thẻ thông báo, đã ngừng từ ngày 25 tháng 5 năm 2020, vẫn dùng được. Đơn có mã QR nhận ở địa phương.',
      'Khoảng một tháng sau có thông báo. Xin mang thông báo và giấy tờ tùy thân đến nơi đã ghi để nhận. Thẻ thông báo hoặc thẻ sổ cư trú cơ bản nộp lại lúc đó.',
      'Thẻ dùng được ở máy này từ ngày hôm sau ngày nhận.',
    ],
  },
  'face-card': {
    title: 'Thẻ xác thực khuôn mặt',
    words: 'không có mã PIN bảo hiểm y tế đổi ủy quyền',
    text: [
      'Đây là thẻ không đặt mã PIN (顔認証マイナンバーカード). Dùng làm thẻ bảo hiểm y tế (máy hoặc người nhìn mặt) và giấy tờ tùy thân có ảnh.',
      'Không dùng được để nhận giấy ở máy này, Mynaportal, hay việc gì cần mã PIN.',
      'Đổi sang thẻ thường và ngược lại làm ở quầy; người được ủy quyền cũng làm được với giấy tờ khác. Chỉ khi chứng thư xác thực còn hiệu lực.',
    ],
  },
  copying: {
    title: 'Mặt nào được sao chụp',
    words: 'mặt trước mặt sau mã số bao thẻ giấy tờ tùy thân',
    text: [
      'Mặt trước: ai cũng được sao chụp nếu quý khách đồng ý.',
      'Mã số ở mặt sau: chỉ được sao chụp cho những thủ tục mà pháp luật quy định.',
      'Bao thẻ được phát kèm che mã số và ô hiến tạng. Xin dùng bao đó.',
    ],
  },
  'at-home': {
    title: 'Dùng ở nhà',
    words: 'máy tính đầu đọc thẻ điện thoại e-Tax Mynaportal trực tuyến',
    text: [
      'Có phần mềm máy khách và đầu đọc thẻ IC phù hợp, hoặc điện thoại phù hợp, quý khách dùng được e-Tax và Mynaportal ở nhà.',
      'Đơn có chữ ký cần mã chữ ký; đăng nhập cần mã xác thực người dùng.',
    ],
  },
  stopping: {
    title: 'Không dùng chứng thư điện tử',
    words: 'hủy mất hiệu lực tạm giữ ngừng',
    text: [
      'Ở quầy hành chính, quý khách có thể xin hủy chứng thư, ngay hoặc sau khi tạm giữ.',
      'Sau đó không nhận được giấy ở máy này. Thẻ vẫn là giấy tờ tùy thân.',
    ],
  },
  safety: {
    title: 'Vì sao thẻ an toàn',
    words: 'thông tin cá nhân chip khóa ISO 15408',
    text: [
      'Mất thẻ thì ngừng được bất cứ giờ nào. Có ảnh nên người khác khó dùng. Chỉ thấy mã số thì không lấy được thông tin gì.',
      'Trong chip chỉ có những gì cần, không có thông tin thuế và lương hưu. Nếu có người cố đọc trái phép, chip tự xóa.',
      'Mỗi ứng dụng và chứng thư có mã PIN riêng, sai liên tiếp thì bị khóa. Thẻ được chứng nhận ISO/IEC 15408.',
      'Chứng thư không dùng My Number. Vì vậy dịch vụ tư nhân cũng dùng được.',
    ],
  },
};
