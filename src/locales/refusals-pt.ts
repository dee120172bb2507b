import type { Refusal } from '../machines/actors.ts';
import type { RefusalText } from './advice.ts';

/** Portuguese as it is written in Brazil: what happened, why, what to do. */
export const refusalsPt: Readonly<Record<Refusal, RefusalText>> = {
  'not-a-my-number-card': [
    'Este não é um cartão My Number.',
    'O cartão de notificação, o de registro de carimbo e o do seguro de saúde não servem nesta máquina.',
    'Insira o seu cartão My Number.',
  ],
  'resident-register-card': [
    'O antigo cartão de registro de residentes não serve.',
    'As certidões são emitidas só com o cartão My Number.',
    'Você pode solicitar o cartão My Number no balcão da prefeitura onde mora.',
  ],
  smartphone: [
    'O certificado do celular não serve nesta máquina.',
    'Esta máquina só lê cartões.',
    'Insira o seu cartão My Number.',
  ],
  'face-only-card': [
    'Parece ser um cartão de autenticação facial, sem senha.',
    'Ele serve como cartão de seguro de saúde e identidade, não para serviços que pedem senha.',
    'O balcão da prefeitura onde você mora pode trocá-lo por um cartão com senha.',
  ],
  'no-auth-certificate': [
    'Este cartão não tem certificado de usuário.',
    'Não foi pedido na emissão, ou foi cancelado.',
    'O balcão da prefeitura onde você mora pode incluí-lo.',
  ],
  'no-sign-certificate': [
    'Este cartão não tem certificado de assinatura.',
    'Cartões recebidos antes dos 15 anos, ou sem esse pedido, não têm.',
    'O balcão da prefeitura onde você mora pode incluí-lo.',
  ],
  'card-expired': [
    'O cartão venceu.',
    'Quando o cartão vence, os certificados deixam de valer.',
    'Solicite um cartão novo no balcão da prefeitura onde você mora.',
  ],
  'certificate-expired': [
    'O certificado de usuário do cartão venceu.',
    'Ele vale até o quinto aniversário depois da emissão, em geral antes do cartão.',
    'Se o cartão ainda vale, o balcão da prefeitura onde você mora dá um certificado novo.',
  ],
  'certificate-not-accepted': [
    'O certificado deste cartão não pode ser usado aqui.',
    'Não foi possível confirmar que é um certificado de usuário do serviço público de autenticação (JPKI).',
    'Leve o cartão ao balcão da prefeitura onde você mora.',
  ],
  'certificate-revoked': [
    'O certificado de usuário do cartão foi revogado.',
    'Ele foi cancelado, ou o cartão foi refeito.',
    'Se tem um cartão mais novo, use-o. Se não, pergunte no balcão da prefeitura onde mora.',
  ],
  'certificate-suspended': [
    'As funções deste cartão estão suspensas.',
    'Foi informada a perda ou o roubo dele.',
    'Se o cartão foi achado, o balcão da prefeitura onde você mora tira a suspensão.',
  ],
  'revocation-unknown': [
    'Não é possível verificar agora se o certificado é válido.',
    'O centro de consulta não responde. Não há nada errado com o seu cartão ou senha.',
    'Tente de novo mais tarde.',
  ],
  'signature-invalid': [
    'O cartão não conseguiu provar quem é o titular.',
    'Demorou demais, ou a resposta do cartão estava errada.',
    'Comece de novo. Se continuar, pergunte no balcão da prefeitura onde mora.',
  ],
  'sign-certificate-expired': [
    'O certificado de assinatura do cartão venceu.',
    'Ele vale até o quinto aniversário depois da emissão.',
    'O balcão da prefeitura onde você mora dá um novo.',
  ],
  'sign-certificate-not-accepted': [
    'O certificado de assinatura deste cartão não pode ser usado aqui.',
    'Não foi possível confirmar que é o seu certificado de assinatura do serviço público de autenticação (JPKI).',
    'Leve o cartão ao balcão da prefeitura onde você mora.',
  ],
  'sign-certificate-revoked': [
    'O certificado de assinatura do cartão foi revogado.',
    'Ele é revogado sozinho quando o endereço ou o nome muda.',
    'O balcão da prefeitura onde você mora dá um novo (grátis).',
  ],
  'sign-certificate-suspended': [
    'As funções deste cartão estão suspensas.',
    'Foi informada a perda ou o roubo dele.',
    'Se o cartão foi achado, o balcão da prefeitura onde você mora tira a suspensão.',
  ],
  'holder-unknown': [
    'Nenhum registro corresponde a este cartão agora.',
    'A troca do cartão ou a mudança talvez ainda não tenha terminado.',
    'Pergunte no balcão da prefeitura onde você mora.',
  ],
  'other-municipality': [
    'Esta máquina não emite certidões do município onde você mora.',
    'Nem todos os municípios participam.',
    'Peça no balcão da prefeitura onde você mora.',
  ],
  'card-lapsed-by-move': [
    'Depois da mudança, o uso do cartão não foi renovado.',
    'O cartão deixa de valer se isso não for feito em 90 dias depois de avisar a mudança, ou se o aviso foi tardio.',
    'Pergunte sobre o cartão no balcão da prefeitura onde você mora.',
  ],
  'under-15': [
    'Aqui não se emite para menores de 15 anos.',
    'É uma regra do município.',
    'O responsável pode pedir no balcão da prefeitura.',
  ],
  'moved-out': [
    'Não é emitido aqui porque a mudança para fora já foi avisada.',
    'O registro pertence ao município do novo endereço, que nada emite antes do aviso de entrada.',
    'Faça o aviso de entrada, com o cartão, no balcão do novo município.',
  ],
  'moving-out': [
    'Não é emitido aqui porque há mudança para fora prevista.',
    'Depois do aviso de saída, as certidões são emitidas só no balcão.',
    'Peça no balcão da prefeitura.',
  ],
  'member-moving-out': [
    'Alguém que você escolheu vai se mudar para fora.',
    'Certidões com essa pessoa são emitidas só no balcão.',
    'Deixe essa pessoa de fora, ou peça no balcão da prefeitura.',
  ],
  'protected-person': [
    'Não é possível emitir aqui.',
    'Por regra, esta certidão não é emitida em máquinas.',
    'Peça no balcão da prefeitura.',
  ],
  deceased: [
    'Não é possível emitir aqui.',
    'Por regra, esta certidão não é emitida em máquinas.',
    'Pergunte no balcão da prefeitura.',
  ],
  'same-day-card': [
    'O cartão funciona a partir do dia seguinte à entrega ou alteração.',
    'Os dados chegam ao centro de certidões no dia seguinte.',
    'Volte amanhã, por favor.',
  ],
  'moved-in-today': [
    'Nada é emitido no dia em que se avisa a mudança.',
    'O novo endereço é registrado no dia seguinte.',
    'Volte amanhã, ou peça no balcão da prefeitura.',
  ],
  'outside-hours': [
    'Está fora do horário.',
    'As certidões são emitidas em horário fixo.',
    'Volte no horário de atendimento.',
  ],
  maintenance: [
    'Não é possível agora por causa de manutenção.',
    'O centro de certidões está em manutenção.',
    'Volte outro dia, por favor.',
  ],
  'register-busy': [
    'Não é possível agora porque um aviso está sendo processado.',
    'Nada é emitido até o aviso ser registrado.',
    'Tente em alguns dias, ou pergunte no balcão da prefeitura.',
  ],
  'register-stale': [
    'Não é possível emitir agora: os registros mais recentes não podem ser lidos.',
    'Nada é emitido com registros antigos.',
    'Tente de novo mais tarde, ou peça no balcão da prefeitura.',
  ],
  'unregistered-character': [
    'Um nome tem um caractere que esta máquina não imprime.',
    'Ela nunca imprime um parecido no lugar.',
    'Peça no balcão da prefeitura. Nada foi cobrado.',
  ],
  'text-too-long': [
    'Um nome ou endereço é longo demais para o papel desta máquina.',
    'Ela nunca imprime só uma parte.',
    'Peça no balcão da prefeitura. Nada foi cobrado.',
  ],
  'option-not-allowed': [
    'Não é possível emitir com estas escolhas.',
    'Este município não oferece esses itens, ou não juntos.',
    'Mude as escolhas e peça de novo.',
  ],
  'not-offered': [
    'Este serviço não é oferecido aqui.',
    'Esta loja ou o município ainda não o oferece.',
    'Peça no balcão da prefeitura.',
  ],
  'outside-office-hours': [
    'O setor de registro de família está fechado agora.',
    'As certidões do registro de família são emitidas só no horário de expediente dos dias úteis.',
    'Volte em um dia útil, ou peça no município do seu 本籍.',
  ],
  'no-seal-registration': [
    'Você não tem carimbo registrado.',
    'A certidão de registro de carimbo (印鑑登録証明書) exige um registro.',
    'Registre o carimbo no balcão da prefeitura.',
  ],
  'seal-cancelled': [
    'O registro do seu carimbo foi cancelado.',
    'Isso acontece com mudança, troca de nome ou a pedido.',
    'Registre o carimbo de novo no balcão da prefeitura.',
  ],
  'no-tax-data': [
    'Não há registro de impostos deste ano.',
    'A renda não foi declarada, ou você morava em outro lugar em 1º de janeiro.',
    'Declare a renda, ou peça ao município onde morava em 1º de janeiro.',
  ],
  'no-family-register': [
    'O seu registro de família não foi encontrado.',
    'Esta máquina não pode emitir a certidão dele.',
    'Peça no município do seu 本籍.',
  ],
  'family-register-elsewhere': [
    'O município do seu 本籍 não emite em máquinas.',
    'As certidões do registro de família vêm desse município.',
    'Peça lá, no balcão ou pelo correio.',
  ],
  'registration-needed': [
    'Primeiro é preciso fazer o cadastro.',
    'O seu 本籍 não fica onde você mora.',
    'Escolha “Cadastro para o registro de família” na primeira tela. Alguns dias depois a certidão fica disponível.',
  ],
  'no-reservation': [
    'Não há reserva para redefinir senha.',
    'Primeiro, no celular, o aplicativo “JPKI暗証番号リセット” confere o rosto e faz a reserva.',
    'Venha até 24 horas depois da reserva. O balcão da prefeitura também redefine senhas.',
  ],
  'reservation-expired': [
    'A reserva para redefinir senha venceu.',
    'A reserva vale 24 horas.',
    'Reserve de novo no aplicativo “JPKI暗証番号リセット”, ou vá ao balcão da prefeitura.',
  ],
  'reservation-used': [
    'Esta reserva já foi usada.',
    'Cada reserva serve para uma vez.',
    'Se não sabe a senha nova, reserve de novo ou vá ao balcão da prefeitura.',
  ],
  'registration-not-needed': [
    'Você não precisa de cadastro.',
    'O seu registro de família fica onde você mora, ou você não tem registro de família japonês.',
    'As certidões podem ser pedidas sem cadastro.',
  ],
  'registration-pending': [
    'A sua solicitação já chegou.',
    'O município do registro de família está verificando.',
    'Espere o dia de início e então peça a certidão.',
  ],
  'registration-approved': [
    'Você já está cadastrado.',
    'O município do registro de família fez o cadastro.',
    'Você pode pedir certidões do registro de família.',
  ],
  'registration-uncertain': [
    'Não foi possível confirmar se a solicitação chegou.',
    'A resposta se perdeu no caminho.',
    'Escolha de novo “Cadastro para o registro de família”: a tela mostra se chegou.',
  ],
  'pin-locked': [
    'A senha do certificado de usuário (4 dígitos) está bloqueada.',
    'Depois de três erros seguidos, o próprio cartão se bloqueia. Ele não está quebrado.',
    'O balcão da prefeitura desbloqueia; com reserva no aplicativo “JPKI暗証番号リセット”, esta máquina também redefine.',
  ],
  'sign-pin-locked': [
    'A senha do certificado de assinatura (6–16 caracteres) está bloqueada.',
    'Depois de cinco erros seguidos, o próprio cartão se bloqueia. A senha de 4 dígitos continua valendo.',
    'O balcão da prefeitura desbloqueia; com reserva no aplicativo “JPKI暗証番号リセット”, esta máquina também redefine.',
  ],
  'no-pin-left': [
    'Não é possível aqui porque não resta nenhuma senha que funcione.',
    'É preciso uma senha não bloqueada para provar que o cartão é seu.',
    'Vá ao balcão da prefeitura onde você mora, com o cartão e outro documento.',
  ],
  'nothing-locked': [
    'Nenhuma senha está bloqueada.',
    'A redefinição é para senhas bloqueadas.',
    'Se sabe a senha, escolha “Mudar a senha”. Se esqueceu, vá ao balcão da prefeitura.',
  ],
  'pin-uncertain': [
    'A definição da senha foi interrompida.',
    'Não se sabe se ela mudou, e talvez uma tentativa tenha contado.',
    'Veja as tentativas em “Verificar meu cartão”; depois tente primeiro a senha nova e em seguida a antiga.',
  ],
  'card-fault': [
    'O cartão deu uma resposta errada.',
    'O chip está com defeito, ou o cartão não foi bem inserido.',
    'Tente de novo. Se continuar, leve o cartão ao balcão da prefeitura.',
  ],
  'card-mute': [
    'O cartão não responde.',
    'Está ao contrário, não entrou até o fim, ou o chip está sujo.',
    'Confira o lado e insira de novo. Se continuar, pergunte no balcão da prefeitura.',
  ],
  'reader-fault': [
    'O leitor de cartões está com defeito.',
    'Não há nada errado com o seu cartão.',
    'Avise um funcionário. Outras máquinas também servem.',
  ],
  'centre-offline': [
    'Não há conexão com o centro de certidões.',
    'A linha ou o centro está com defeito. Não há nada errado com o seu cartão ou senha.',
    'Tente de novo mais tarde.',
  ],
  printer: [
    'Não foi possível imprimir. Nenhum papel saiu.',
    'A impressora parou.',
    'O dinheiro inserido será devolvido. Avise um funcionário.',
  ],
  'printer-not-ready': [
    'A impressora não pode imprimir agora.',
    'Há papel preso, falta papel ou toner, ou ela está aberta.',
    'Nada foi cobrado. Avise um funcionário; depois do conserto você pode começar de novo.',
  ],
  coins: [
    'A unidade de moedas está com defeito.',
    'Ela não conseguia mais contar as moedas e foi parada.',
    'O dinheiro inserido será devolvido. Avise um funcionário.',
  ],
  cashless: [
    'Não foi possível saber se o pagamento foi feito.',
    'O terminal de pagamento não responde.',
    'Os registros dele serão verificados, e o que foi cobrado será devolvido. Avise um funcionário.',
  ],
  'document-check': [
    'Não foi possível provar que a certidão recebida está certa; por isso ela não é impressa.',
    'Esta verificação evita que saia a certidão de outra pessoa ou uma alterada.',
    'Nada foi cobrado. Avise um funcionário.',
  ],
};
