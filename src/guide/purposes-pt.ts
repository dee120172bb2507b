import type { PurposeGuide } from './topics.ts';

export const purposesPt: PurposeGuide = {
  passport: {
    title: 'Pedir passaporte japonês',
    words: 'viagem renovação',
    text: [
      'No primeiro pedido, ou se mudou o nome ou a província do domicílio de registro (本籍): o registro de família completo, de até 6 meses.',
      'Pelo Mynaportal às vezes não é preciso.',
    ],
  },
  'driving-licence': {
    title: 'Tirar carteira de motorista',
    words: 'autoescola',
    text: [
      'Na primeira vez: cópia do registro de residência com o domicílio de registro (本籍), sem o My Number.',
      'Estrangeiros: com a nacionalidade ou região.',
    ],
  },
  car: {
    title: 'Comprar carro, mudar o dono',
    words: 'veículo registro kei',
    text: [
      'Carro comum: certidão de registro de carimbo de até 3 meses.',
      'Carro kei: registro de residência ou certidão de carimbo, de até 3 meses.',
    ],
  },
  home: {
    title: 'Comprar ou alugar casa',
    words: 'financiamento contrato',
    text: [
      'Para alugar, pedem muito o registro de residência e a certidão de renda.',
      'Para comprar ou financiar, também a certidão de registro de carimbo. Às vezes pedem o registro de toda a família.',
    ],
  },
  inheritance: {
    title: 'Herança',
    words: 'falecido bens banco',
    text: [
      'De quem herda pedem muito o registro de família, a certidão de carimbo e o registro de residência.',
      'Os registros da pessoa falecida, do nascimento à morte (除籍, 改製原戸籍), não saem aqui. Vá ao balcão da prefeitura.',
    ],
  },
  marriage: {
    title: 'Registrar casamento ou divórcio',
    words: 'casar',
    text: [
      'Desde março de 2024 não é preciso o registro de família.',
      'Para mostrar à empresa ou ao banco, use o registro de família completo.',
    ],
  },
  childcare: {
    title: 'Creche, auxílio infantil',
    words: 'jardim filhos',
    text: [
      'Podem pedir a certidão de imposto deste ano ou do anterior. Quem se mudou pede onde morava em 1º de janeiro daquele ano.',
    ],
  },
  scholarship: {
    title: 'Bolsa de estudos, escola',
    words: 'mensalidade',
    text: ['Pedem muito a certidão de renda e o registro de residência da família.'],
  },
  work: {
    title: 'Para a empresa',
    words: 'emprego trabalho',
    text: [
      'Pedem muito a certidão de itens do registro de residência.',
      'Para informar o My Number, serve o registro de residência com ele. Só o inclua se pedirem.',
    ],
  },
  'residence-status': {
    title: 'Status de residência (visto)',
    words: 'imigração renovação permanente',
    text: [
      'Pedem muito o registro de residência de toda a família (com tudo menos o My Number), a certidão de imposto e a de pagamento de imposto.',
    ],
  },
  pension: {
    title: 'Pedir aposentadoria',
    words: 'pensão',
    text: [
      'Podem pedir registro de residência, registro de família ou certidão de renda.',
      'Se escrever o My Number no pedido, alguns são dispensados.',
    ],
  },
  'old-address': {
    title: 'Mostrar endereço anterior',
    words: 'mudança',
    text: [
      'O histórico de endereços no registro de família (戸籍の附票) mostra todos os endereços enquanto você esteve nesse registro.',
      'Se for só o último, basta o registro de residência.',
    ],
  },
};
