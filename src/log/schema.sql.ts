/** "Mado": PRAGMA application_id of a log, which tells it from every other program's database. */
export const applicationId = 0x4d_61_64_6f;

/** Tables of version 1. */
export const schema = `
create table log (
  seq integer primary key,
  at integer not null,
  boot integer not null,
  session text,
  type text not null,
  data text not null check (json_valid(data)),
  prev blob not null check (length(prev) = 32),
  hash blob not null check (length(hash) = 32)
) strict;
create index log_session on log (session) where session is not null;
create trigger log_no_update before update on log begin select raise(abort, 'the log is append-only'); end;
create trigger log_no_delete before delete on log begin select raise(abort, 'the log is append-only'); end;
create trigger log_in_order before insert on log
  when new.seq <> coalesce((select max(seq) from log), 0) + 1
  begin select raise(abort, 'the log has no gaps'); end;
`;

/** Logs of version 1 do not carry the mark yet. */
const mark = `pragma application_id = ${applicationId}`;

/**
 * The nth step takes a log from version n to n + 1 (PRAGMA user_version); an empty file has version 0. A step that has ever been
 * in a shop stays as it is, and none changes what a row says, because the hashes are over that.
 */
export const steps: readonly string[] = [schema, mark];
