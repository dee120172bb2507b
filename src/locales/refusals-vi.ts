import type { Refusal } from '../machines/actors.ts';
import type { RefusalText } from './advice.ts';

/** Vietnamese: what happened, why, what to do. */
export const refusalsVi: Readonly<Record<Refusal, RefusalText>> = {
  'not-a-my-number-card': [
    'Đây không phải là thẻ My Number.',
    'Thẻ thông báo, thẻ đăng ký con dấu, thẻ bảo hiểm không dùng được ở máy này.',
    'Xin đưa thẻ My Number vào.',
  ],
  'resident-register-card': [
    'Thẻ sổ cư trú cơ bản cũ không dùng được.',
    'Giấy chứng nhận chỉ được cấp bằng thẻ My Number.',
    'Nếu chưa có thẻ My Number, quý khách có thể xin tại quầy hành chính địa phương nơi quý khách sống.',
  ],
  smartphone: [
    'Chứng thư điện tử trong điện thoại không dùng được ở máy này.',
    'Máy này chỉ đọc thẻ.',
    'Xin đưa thẻ My Number vào.',
  ],
  'face-only-card': [
    'Đây có vẻ là thẻ xác thực khuôn mặt, không có mã PIN.',
    'Thẻ này dùng làm thẻ bảo hiểm và giấy tờ tùy thân, không dùng được cho dịch vụ cần mã PIN.',
    'Quầy hành chính địa phương nơi quý khách sống có thể đổi sang thẻ có mã PIN.',
  ],
  'no-auth-certificate': [
    'Thẻ này không có chứng thư xác thực người dùng.',
    'Khi làm thẻ đã không yêu cầu, hoặc chứng thư đã bị hủy.',
    'Quầy hành chính địa phương nơi quý khách sống có thể ghi chứng thư vào thẻ.',
  ],
  'no-sign-certificate': [
    'Thẻ này không có chứng thư chữ ký.',
    'Thẻ nhận trước 15 tuổi, hoặc thẻ không yêu cầu, thì không có.',
    'Quầy hành chính địa phương nơi quý khách sống có thể ghi chứng thư vào thẻ.',
  ],
  'card-expired': [
    'Thẻ đã hết hạn.',
    'Khi thẻ hết hạn, chứng thư điện tử cũng không dùng được.',
    'Xin làm thẻ mới tại quầy hành chính địa phương nơi quý khách sống.',
  ],
  'certificate-expired': [
    'Chứng thư xác thực người dùng đã hết hạn.',
    'Chứng thư có hạn đến sinh nhật thứ năm sau khi cấp, thường sớm hơn thẻ.',
    'Nếu thẻ còn hạn, quầy hành chính địa phương nơi quý khách sống sẽ cấp chứng thư mới.',
  ],
  'certificate-not-accepted': [
    'Chứng thư điện tử của thẻ này không dùng được ở đây.',
    'Không xác nhận được đây là chứng thư xác thực người dùng của dịch vụ xác thực cá nhân công cộng (JPKI).',
    'Xin mang thẻ đến quầy hành chính địa phương nơi quý khách sống.',
  ],
  'certificate-revoked': [
    'Chứng thư xác thực người dùng đã mất hiệu lực.',
    'Chứng thư đã bị hủy, hoặc thẻ đã được làm lại.',
    'Nếu có thẻ mới, xin dùng thẻ đó. Nếu không, xin hỏi quầy hành chính địa phương nơi quý khách sống.',
  ],
  'certificate-suspended': [
    'Chức năng của thẻ này đang tạm ngừng.',
    'Thẻ đã được báo mất hoặc bị trộm.',
    'Nếu đã tìm thấy thẻ, quầy hành chính địa phương nơi quý khách sống sẽ mở lại.',
  ],
  'revocation-unknown': [
    'Hiện không xác nhận được chứng thư điện tử còn hiệu lực hay không.',
    'Trung tâm kiểm tra không trả lời. Thẻ và mã PIN của quý khách không có lỗi.',
    'Xin thử lại sau.',
  ],
  'signature-invalid': [
    'Không xác nhận được chủ thẻ bằng thẻ này.',
    'Mất quá nhiều thời gian, hoặc thẻ trả lời không đúng.',
    'Xin làm lại từ đầu. Nếu vẫn không được, xin hỏi quầy hành chính địa phương nơi quý khách sống.',
  ],
  'sign-certificate-expired': [
    'Chứng thư chữ ký đã hết hạn.',
    'Chứng thư có hạn đến sinh nhật thứ năm sau khi cấp.',
    'Quầy hành chính địa phương nơi quý khách sống sẽ cấp chứng thư mới.',
  ],
  'sign-certificate-not-accepted': [
    'Chứng thư chữ ký của thẻ này không dùng được ở đây.',
    'Không xác nhận được đây là chứng thư chữ ký của quý khách do dịch vụ xác thực cá nhân công cộng (JPKI) cấp.',
    'Xin mang thẻ đến quầy hành chính địa phương nơi quý khách sống.',
  ],
  'sign-certificate-revoked': [
    'Chứng thư chữ ký đã mất hiệu lực.',
    'Khi địa chỉ hoặc tên thay đổi do chuyển nhà, kết hôn, chứng thư tự động mất hiệu lực.',
    'Quầy hành chính địa phương nơi quý khách sống sẽ cấp chứng thư mới (miễn phí).',
  ],
  'sign-certificate-suspended': [
    'Chức năng của thẻ này đang tạm ngừng.',
    'Thẻ đã được báo mất hoặc bị trộm.',
    'Nếu đã tìm thấy thẻ, quầy hành chính địa phương nơi quý khách sống sẽ mở lại.',
  ],
  'holder-unknown': [
    'Hiện không tìm thấy dữ liệu của thẻ này.',
    'Có thể thủ tục đổi thẻ hoặc chuyển nhà chưa xong.',
    'Xin hỏi quầy hành chính địa phương nơi quý khách sống.',
  ],
  'other-municipality': [
    'Máy này không cấp giấy của địa phương nơi quý khách sống.',
    'Có địa phương không tham gia dịch vụ này.',
    'Xin nộp đơn tại quầy hành chính địa phương nơi quý khách sống.',
  ],
  'card-lapsed-by-move': [
    'Sau khi chuyển nhà, thủ tục dùng tiếp thẻ chưa được làm.',
    'Nếu không làm trong 90 ngày sau khi khai báo chuyển đến, hoặc khai báo trễ, thẻ sẽ không dùng được.',
    'Xin hỏi về thẻ tại quầy hành chính địa phương nơi quý khách sống.',
  ],
  'under-15': [
    'Ở đây không cấp cho người dưới 15 tuổi.',
    'Đây là quy định của địa phương này.',
    'Xin để cha mẹ hoặc người giám hộ nộp đơn tại quầy hành chính địa phương.',
  ],
  'moved-out': [
    'Ở đây không cấp được vì đã khai báo chuyển đi.',
    'Dữ liệu thuộc địa phương của địa chỉ mới. Trước khi khai báo chuyển đến, không nơi nào cấp giấy.',
    'Xin mang thẻ đến quầy hành chính địa phương mới để khai báo chuyển đến.',
  ],
  'moving-out': [
    'Ở đây không cấp được vì sắp chuyển đi.',
    'Sau khi khai báo chuyển đi, giấy chứng nhận chỉ được cấp tại quầy.',
    'Xin nộp đơn tại quầy hành chính địa phương.',
  ],
  'member-moving-out': [
    'Trong những người đã chọn có người sắp chuyển đi.',
    'Giấy có ghi người đó chỉ được cấp tại quầy.',
    'Xin bỏ người đó ra, hoặc nộp đơn tại quầy hành chính địa phương.',
  ],
  'protected-person': [
    'Ở đây không cấp được.',
    'Theo quy định, giấy này không được cấp bằng máy.',
    'Xin nộp đơn tại quầy hành chính địa phương.',
  ],
  deceased: [
    'Ở đây không cấp được.',
    'Theo quy định, giấy này không được cấp bằng máy.',
    'Xin hỏi quầy hành chính địa phương.',
  ],
  'same-day-card': [
    'Thẻ dùng được từ ngày hôm sau ngày nhận hoặc làm thủ tục.',
    'Ngày hôm sau dữ liệu của thẻ mới đến trung tâm cấp giấy.',
    'Xin quay lại vào ngày mai.',
  ],
  'moved-in-today': [
    'Trong ngày khai báo chuyển nhà thì không cấp giấy được.',
    'Địa chỉ mới được ghi vào ngày hôm sau.',
    'Xin quay lại vào ngày mai, hoặc nộp đơn tại quầy hành chính địa phương.',
  ],
  'outside-hours': [
    'Hiện ngoài giờ phục vụ.',
    'Giấy chứng nhận được cấp trong giờ quy định.',
    'Xin quay lại trong giờ phục vụ.',
  ],
  maintenance: [
    'Hiện không cấp được vì đang bảo trì.',
    'Trung tâm cấp giấy đang được bảo trì.',
    'Xin quay lại vào ngày khác.',
  ],
  'register-busy': [
    'Hiện không cấp được vì một khai báo đang được xử lý.',
    'Không cấp giấy cho đến khi khai báo được ghi xong.',
    'Xin thử lại sau vài ngày, hoặc hỏi quầy hành chính địa phương.',
  ],
  'register-stale': [
    'Hiện không cấp được vì không đọc được dữ liệu mới nhất của địa phương.',
    'Máy không cấp giấy bằng dữ liệu cũ.',
    'Xin thử lại sau, hoặc nộp đơn tại quầy hành chính địa phương.',
  ],
  'unregistered-character': [
    'Trong tên có chữ mà máy này không in được.',
    'Máy không in chữ gần giống để thay thế.',
    'Xin nộp đơn tại quầy hành chính địa phương. Máy không thu tiền.',
  ],
  'text-too-long': [
    'Tên hoặc địa chỉ quá dài so với giấy của máy này.',
    'Máy không in chỉ một phần.',
    'Xin nộp đơn tại quầy hành chính địa phương. Máy không thu tiền.',
  ],
  'option-not-allowed': [
    'Không cấp được với lựa chọn này.',
    'Địa phương này không có các mục đó, hoặc không cho chọn cùng nhau.',
    'Xin đổi lựa chọn và nộp đơn lại.',
  ],
  'not-offered': [
    'Ở đây không có dịch vụ này.',
    'Cửa hàng hoặc địa phương này chưa có.',
    'Xin nộp đơn tại quầy hành chính địa phương.',
  ],
  'outside-office-hours': [
    'Quầy hộ tịch hiện đang đóng cửa.',
    'Giấy hộ tịch chỉ được cấp trong giờ làm việc ngày thường.',
    'Xin quay lại vào ngày thường, hoặc nộp đơn tại địa phương có 本籍 của quý khách.',
  ],
  'no-seal-registration': [
    'Quý khách chưa đăng ký con dấu.',
    'Chưa đăng ký con dấu thì không nhận được giấy chứng nhận đăng ký con dấu (印鑑登録証明書).',
    'Xin đăng ký con dấu tại quầy hành chính địa phương.',
  ],
  'seal-cancelled': [
    'Đăng ký con dấu của quý khách đã bị hủy.',
    'Đăng ký mất khi chuyển nhà, đổi tên hoặc có yêu cầu hủy.',
    'Xin đăng ký lại con dấu tại quầy hành chính địa phương.',
  ],
  'no-tax-data': [
    'Không có dữ liệu thuế của năm này.',
    'Thu nhập chưa được khai, hoặc ngày 1 tháng 1 quý khách sống ở nơi khác.',
    'Xin khai thu nhập, hoặc nộp đơn ở nơi quý khách sống ngày 1 tháng 1.',
  ],
  'no-family-register': [
    'Không tìm thấy hộ tịch của quý khách.',
    'Máy này không cấp được giấy hộ tịch đó.',
    'Xin nộp đơn tại địa phương có 本籍 của quý khách.',
  ],
  'family-register-elsewhere': [
    'Địa phương có 本籍 của quý khách không cấp giấy bằng máy.',
    'Giấy hộ tịch do địa phương đó cấp.',
    'Xin nộp đơn tại quầy ở đó hoặc qua bưu điện.',
  ],
  'registration-needed': [
    'Trước hết cần đăng ký sử dụng.',
    '本籍 của quý khách không ở nơi quý khách sống.',
    'Xin chọn “Đăng ký dùng giấy hộ tịch” ở màn hình đầu. Vài ngày sau có thể lấy giấy.',
  ],
  'no-reservation': [
    'Không tìm thấy lịch hẹn đặt lại mã PIN.',
    'Trước hết cần xác nhận khuôn mặt và đặt hẹn trong ứng dụng “JPKI暗証番号リセット” trên điện thoại.',
    'Xin đến trong 24 giờ sau khi đặt hẹn. Quầy hành chính địa phương cũng đặt lại được.',
  ],
  'reservation-expired': [
    'Lịch hẹn đặt lại mã PIN đã hết hạn.',
    'Lịch hẹn có hiệu lực 24 giờ.',
    'Xin đặt hẹn lại trong ứng dụng “JPKI暗証番号リセット”, hoặc đến quầy hành chính địa phương.',
  ],
  'reservation-used': [
    'Lịch hẹn này đã được dùng.',
    'Mỗi lịch hẹn chỉ dùng được một lần.',
    'Nếu không biết mã PIN mới, xin đặt hẹn lại hoặc đến quầy hành chính địa phương.',
  ],
  'registration-not-needed': [
    'Quý khách không cần đăng ký sử dụng.',
    'Hộ tịch ở nơi quý khách sống, hoặc quý khách không có hộ tịch Nhật Bản.',
    'Có thể xin giấy hộ tịch mà không cần đăng ký.',
  ],
  'registration-pending': [
    'Đơn của quý khách đã đến.',
    'Địa phương có hộ tịch đang xem xét.',
    'Xin đợi đến ngày bắt đầu dùng rồi xin giấy.',
  ],
  'registration-approved': [
    'Quý khách đã đăng ký xong.',
    'Địa phương có hộ tịch đã đăng ký.',
    'Quý khách có thể xin giấy hộ tịch.',
  ],
  'registration-uncertain': [
    'Không xác nhận được đơn đã đến hay chưa.',
    'Trong khi gửi, máy không còn nhận được trả lời.',
    'Xin chọn lại “Đăng ký dùng giấy hộ tịch”; màn hình sẽ cho biết đơn đã đến hay chưa.',
  ],
  'pin-locked': [
    'Mã PIN xác thực người dùng (4 chữ số) đã bị khóa.',
    'Sai ba lần liên tiếp thì thẻ tự khóa. Thẻ không bị hỏng.',
    'Quầy hành chính địa phương mở khóa được; nếu đặt hẹn trong ứng dụng “JPKI暗証番号リセット” thì máy này cũng đặt lại được.',
  ],
  'sign-pin-locked': [
    'Mật khẩu chữ ký (6–16 ký tự) đã bị khóa.',
    'Sai năm lần liên tiếp thì thẻ tự khóa. Mã PIN 4 chữ số vẫn dùng được như trước.',
    'Quầy hành chính địa phương mở khóa được; nếu đặt hẹn trong ứng dụng “JPKI暗証番号リセット” thì máy này cũng đặt lại được.',
  ],
  'no-pin-left': [
    'Không làm được ở đây vì không còn mã PIN nào dùng được.',
    'Để xác nhận thẻ là của quý khách, cần một mã PIN không bị khóa.',
    'Xin mang thẻ và giấy tờ tùy thân khác đến quầy hành chính địa phương nơi quý khách sống.',
  ],
  'nothing-locked': [
    'Không có mã PIN nào bị khóa.',
    'Đặt lại là thủ tục khi mã PIN bị khóa.',
    'Nếu biết mã PIN, xin chọn “Đổi mã PIN”. Nếu quên, xin đến quầy hành chính địa phương.',
  ],
  'pin-uncertain': [
    'Việc đặt mã PIN bị ngắt giữa chừng.',
    'Không biết mã PIN đã đổi hay chưa, và có thể bị tính là sai một lần.',
    'Xin xem số lần còn lại ở “Kiểm tra thẻ của tôi”, rồi thử mã PIN mới trước, mã PIN cũ sau.',
  ],
  'card-fault': [
    'Thẻ trả lời không đúng.',
    'Chip của thẻ bị hỏng, hoặc thẻ chưa được đưa vào đúng cách.',
    'Xin thử lại. Nếu vẫn không được, xin mang thẻ đến quầy hành chính địa phương.',
  ],
  'card-mute': [
    'Thẻ không trả lời.',
    'Thẻ ngược chiều, chưa vào hết, hoặc chip bị bẩn.',
    'Xin xem lại chiều và đưa vào lại. Nếu vẫn không được, xin hỏi quầy hành chính địa phương.',
  ],
  'reader-fault': [
    'Máy đọc thẻ bị lỗi.',
    'Thẻ của quý khách không có lỗi.',
    'Xin báo cho nhân viên. Cũng có thể dùng máy khác.',
  ],
  'centre-offline': [
    'Không kết nối được với trung tâm cấp giấy.',
    'Đường truyền hoặc trung tâm bị lỗi. Thẻ và mã PIN của quý khách không có lỗi.',
    'Xin thử lại sau.',
  ],
  printer: [
    'Không in được. Không có giấy ra.',
    'Máy in đã dừng.',
    'Tiền đã bỏ vào sẽ được trả lại. Xin báo cho nhân viên.',
  ],
  'printer-not-ready': [
    'Hiện không in được.',
    'Máy in bị kẹt giấy, hết giấy, hết mực, hoặc nắp đang mở.',
    'Máy không thu tiền. Xin báo cho nhân viên; sửa xong có thể làm lại từ đầu.',
  ],
  coins: [
    'Bộ phận tiền xu bị lỗi.',
    'Không đếm đúng tiền xu được nữa nên đã dừng.',
    'Tiền đã bỏ vào sẽ được trả lại. Xin báo cho nhân viên.',
  ],
  cashless: [
    'Không xác nhận được khoản trả không dùng tiền mặt đã xong hay chưa.',
    'Máy thanh toán không trả lời.',
    'Dữ liệu của máy thanh toán sẽ được kiểm tra, và tiền đã trừ sẽ được trả lại. Xin báo cho nhân viên.',
  ],
  'document-check': [
    'Không xác nhận được giấy đã nhận là đúng, nên máy không in.',
    'Việc kiểm tra này để không in giấy của người khác hoặc giấy đã bị sửa.',
    'Máy không thu tiền. Xin báo cho nhân viên.',
  ],
};
