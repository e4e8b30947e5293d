// Files of the committee's journey: questions and rosters, with and without mistakes.

const question = (code, topic, stem) =>
  `$CATEGORY: $course$/top/${topic}\n\n::${code}:: ${stem} {\n=Đúng, ${code}\n~Sai một\n~Sai hai\n}\n\n`;

// Line 3 of the last question has no right answer.
export const QUESTIONS = [
  question('HT-1', 'the_che', 'Câu về thể chế?'),
  question('HT-2', 'thu_tuc', 'Câu về thủ tục?'),
  question('HT-3', 'thu_tuc', 'Câu sẽ bị huỷ?'),
  question('HT-4', 'bo_may', 'Câu về bộ máy?'),
].join('');
export const BAD_QUESTIONS = `${QUESTIONS}::HT-5:: Câu không có đáp án đúng {\n~Sai một\n~Sai hai\n}\n`;

const HEADING = 'Mã cán bộ;Họ và tên;Mã đơn vị;Tên đơn vị';
// The name of the second unit is one a spreadsheet would run.
const PEOPLE = [
  'TH-01;Nguyễn Thị Thử Ánh;P1;Phòng Thử Nội vụ',
  'TH-02;Trần Văn Thử Bình;P1;Phòng Thử Nội vụ',
  'TH-03;Lê Thị Thử Chi;P2;=1+2 Phòng Thử Tài chính',
  'TH-04;Phạm Văn Thử Dũng;P2;=1+2 Phòng Thử Tài chính',
  'TH-05;Võ Thị Thử Vắng;P2;=1+2 Phòng Thử Tài chính',
];
export const ROSTER = [HEADING, ...PEOPLE].join('\n');
export const BAD_ROSTER = [HEADING, PEOPLE[0], 'TH-02;;P1;Phòng Thử Nội vụ', PEOPLE[0]].join('\n');
