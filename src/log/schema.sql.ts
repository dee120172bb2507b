/** Version of the tables below, kept in PRAGMA user_version. */
export const schemaVersion = 1;

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
