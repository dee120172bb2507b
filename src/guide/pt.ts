import type { Guide } from './topics.ts';

export const guidePt: Guide = {
  card: {
    title: 'O que é o cartão My Number',
    words: 'número individual identidade foto chip frente verso',
    text: [
      'É um cartão de plástico com foto, entregue a quem o solicita. O primeiro é gratuito.',
      'Na frente estão nome, endereço, data de nascimento, sexo e foto. No verso está o número de 12 dígitos (個人番号, My Number). O chip guarda os certificados digitais.',
      'Nos procedimentos de seguridade social, impostos e desastres, ele comprova o número e a identidade com um só cartão. Nos demais casos, serve como documento com foto.',
      'Pode ser recusado como documento se a foto tiver fundo, estiver borrada ou não se parecer com você. Cartões solicitados a partir de 2 de dezembro de 2024 para menores de um ano não têm foto.',
    ],
  },
  'at-this-machine': {
    title: 'O que se faz nesta máquina',
    words: 'registro de residência carimbo registro familiar imposto cedo noite feriado',
    text: [
      'Você recebe a cópia do registro de residência (住民票の写し), o certificado de carimbo registrado, certidões do registro familiar e de impostos, também de manhã cedo, à noite e nos feriados.',
      'As certidões disponíveis dependem do município. A lista aparece depois da leitura do cartão.',
      'São usados o certificado de autenticação do usuário e a senha de 4 dígitos. A máquina nunca usa o número de 12 dígitos.',
      'Também é possível redefinir uma senha bloqueada (com reserva no aplicativo), trocar a senha e pedir o registro de uso das certidões familiares (利用登録).',
    ],
  },
  pins: {
    title: 'As quatro senhas',
    words: 'assinatura autenticação registro básico tentativas',
    text: [
      'Autenticação do usuário (利用者証明用): 4 dígitos. Para certidões, Mynaportal e seguro de saúde. Bloqueia após três erros seguidos.',
      'Assinatura (署名用): 6 a 16 letras maiúsculas e números. Para e-Tax e outros pedidos assinados, aviso de mudança pela internet, passaporte. Bloqueia após cinco erros seguidos.',
      'Registro básico de residentes (住民基本台帳用): 4 dígitos. Para mudar o endereço no balcão. Bloqueia após três.',
      'Apoio ao preenchimento (券面事項入力補助用): 4 dígitos. Para colocar o cartão no celular e preencher formulários. Bloqueia após três.',
      'Não as conte a ninguém, não guarde a anotação junto do cartão e troque-as de vez em quando.',
    ],
  },
  'pin-forgotten': {
    title: 'Senha esquecida ou bloqueada',
    words: 'redefinir desbloquear reserva aplicativo balcão',
    text: [
      'O balcão do município onde você mora define outra; leve o cartão e um documento. As quatro de uma vez, só no balcão.',
      'As senhas de assinatura e de autenticação também podem ser redefinidas nesta máquina, por 24 horas depois da verificação do rosto e da reserva no aplicativo “JPKI暗証番号リセット”.',
      'O cartão bloqueado não está com defeito. As outras senhas funcionam como antes.',
    ],
  },
  certificates: {
    title: 'Os dois certificados digitais',
    words: 'assinatura autenticação revogado 15 anos',
    text: [
      'O de autenticação do usuário serve para entrar em sites e receber certidões nesta máquina. Não contém nome nem endereço, por isso a mudança não o cancela.',
      'O de assinatura serve para criar e enviar documentos eletrônicos. É cancelado automaticamente quando o nome ou o endereço muda. Ao comunicar a mudança, o balcão dá um novo, grátis.',
      'O de assinatura é pedido pelo titular. Outra pessoa precisa de uma carta de consulta, o que leva dias; um membro da família pode, ao comunicar a mudança, com procuração lacrada.',
      'O cartão recebido antes dos 15 anos não tem certificado de assinatura. A partir dos 15 pode ser pedido no balcão.',
    ],
  },
  validity: {
    title: 'Até quando vale',
    words: 'validade vencimento aniversário 18 20',
    text: [
      'A partir de 18 anos: o cartão até o décimo aniversário após a emissão, os certificados até o quinto.',
      'De 15 a 17 anos: o cartão e os dois certificados até o quinto aniversário.',
      'Menos de 15 anos: o cartão e o certificado de autenticação até o quinto aniversário. Não há o de assinatura.',
      'Cartões recebidos até 31 de março de 2022 por menores de 20 anos: até o quinto aniversário. Nenhum certificado dura mais que o cartão.',
      '“Verificar meu cartão”, nesta máquina, mostra até quando vale o seu.',
    ],
  },
  'foreign-residents': {
    title: 'Cartões de residentes estrangeiros',
    words: 'período de permanência cartão de residência permanente prorrogação visto',
    text: [
      'Residentes permanentes, permanentes especiais e profissionais altamente qualificados (ii): como os japoneses.',
      'Outros residentes de médio e longo prazo: até o último dia do período de permanência.',
      'Refúgio temporário ou permanência provisória: até o fim desse período. Após nascimento ou perda da nacionalidade: 60 dias a partir desse dia.',
      'Quando a permanência for prorrogada, prorrogue o cartão no balcão antes que ele vença. Com o pedido em análise, pode ser prorrogado por até dois meses.',
      'O cartão que venceu junto com a permanência pode ter de ser refeito, com taxa.',
    ],
  },
  renewal: {
    title: 'Perto do vencimento e vencido',
    words: 'renovar vencido aviso três meses seguro de saúde',
    text: [
      'A partir do dia seguinte à data três meses antes do vencimento, o balcão do município onde você mora renova. Um aviso chega cerca de três meses antes.',
      'Enquanto o cartão vale, o balcão dá um certificado novo no lugar do vencido, grátis.',
      'Com o certificado vencido não há certidões nesta máquina nem e-Tax. Como seguro de saúde, funciona por mais uns três meses, sem autorizar o envio de dados.',
    ],
  },
  moving: {
    title: 'Mudança, casamento e outros casos',
    words: 'entrada saída mudar nome endereço 90 30 14 dias continuação de uso',
    text: [
      'Leve o cartão ao comunicar. O novo endereço ou nome é escrito no cartão e no chip. É necessária a senha do registro básico.',
      'Podem fazê-lo você, um membro da família ou o representante legal. Outros precisam da carta de consulta e de duas idas.',
      'O cartão deixa de funcionar se a continuação de uso não for pedida em 90 dias após a entrada; se a entrada não for comunicada em 30 dias da saída prevista; ou se for comunicada 14 dias ou mais após a mudança.',
    ],
  },
  lost: {
    title: 'Perda ou roubo',
    words: 'perdido roubado suspender telefone 0120-95-0178 polícia',
    text: [
      'Ligue logo: 0120-95-0178 (grátis, 24 horas, todos os dias; outras línguas 0120-0178-27). As funções do cartão são suspensas.',
      'Se não conectar: central do cartão My Number 0570-783-578, ou 050-3818-1250 (pago).',
      'Depois comunique ao município. Se perdeu fora de casa, comunique também à polícia e anote o número do registro.',
      'Se o encontrar, o balcão do município cancela a suspensão.',
    ],
  },
  replacement: {
    title: 'Fazer outro cartão',
    words: 'segunda via quebrado queimado taxa 800 1000 expresso',
    text: [
      'Solicite de novo com o número do registro na polícia (perdido fora), o certificado de sinistro (incêndio) ou o próprio cartão danificado.',
      'A taxa é de 800 ienes, 1.000 ienes com os certificados. Emissão expressa: 1.800 ienes, 2.000 ienes com os certificados.',
    ],
  },
  'first-card': {
    title: 'Como obter o cartão',
    words: 'solicitar correio celular foto cartão de notificação grátis',
    text: [
      'Solicite grátis por correio, computador, celular ou em algumas cabines de foto. O formulário está no município.',
      'O formulário do cartão de notificação, encerrado em 25 de maio de 2020, ainda serve. Um formulário com código QR pode ser obtido no município.',
      'Em cerca de um mês chega o aviso. Leve o aviso e documentos ao local indicado. O cartão de notificação ou o de registro básico é devolvido ali.',
      'Nesta máquina, funciona a partir do dia seguinte ao recebimento.',
    ],
  },
  'face-card': {
    title: 'O cartão de autenticação facial',
    words: 'sem senha seguro de saúde trocar procurador',
    text: [
      'É um cartão sem senhas (顔認証マイナンバーカード). Serve como cartão do seguro de saúde (rosto conferido por máquina ou pessoa) e documento com foto.',
      'Não serve para certidões nesta máquina, Mynaportal nem nada que peça senha.',
      'A troca pelo cartão comum, e o contrário, é feita no balcão, também por procurador com outros papéis, enquanto o certificado de autenticação for válido.',
    ],
  },
  copying: {
    title: 'O que pode ser copiado',
    words: 'frente verso número capa documento',
    text: [
      'A frente pode ser copiada por qualquer um, se você concordar.',
      'O número no verso só pode ser copiado nos procedimentos previstos em lei.',
      'A capa entregue com o cartão esconde o número e o campo de doação de órgãos. Use-a.',
    ],
  },
  'at-home': {
    title: 'Usar em casa',
    words: 'computador leitor celular e-Tax Mynaportal internet',
    text: [
      'Com o programa cliente e um leitor compatível, ou um celular compatível, você usa e-Tax e Mynaportal em casa.',
      'Pedidos assinados usam a senha de assinatura; para entrar, a de autenticação do usuário.',
    ],
  },
  stopping: {
    title: 'Não usar os certificados',
    words: 'cancelar revogar suspender',
    text: [
      'No balcão do município você pode pedir o cancelamento dos certificados, na hora ou após uma suspensão.',
      'Depois disso não há certidões nesta máquina. O cartão continua a ser documento com foto.',
    ],
  },
  safety: {
    title: 'Por que o cartão é seguro',
    words: 'dados privacidade chip bloqueio ISO 15408',
    text: [
      'O cartão perdido pode ser suspenso a qualquer hora. A foto dificulta o uso por outros. Quem vê o número não obtém nada só com ele.',
      'O chip guarda só o necessário, sem dados de impostos ou aposentadoria. Ele se apaga se alguém tentar lê-lo à força.',
      'Cada aplicativo e certificado tem sua senha, que bloqueia após erros seguidos. O cartão é certificado pela ISO/IEC 15408.',
      'Os certificados não usam o My Number. Por isso serviços privados também podem usá-los.',
    ],
  },
};
