-- A genuine notice is in one case of the customer whom it is about, a repeat in the same one, a forged mail in none; what
-- nobody can class is a person's task within the hour.
with placed as (
  select notice.*, customer.customer, notice_mail.id as mail, notice_mail.outcome,
    (select count(*) from security_case
     where security_case.customer = customer.customer and notice_mail.cases ? security_case.id) as own,
    coalesce(jsonb_array_length(notice_mail.cases), 0) as cases,
    (select min(opened_at) from partner_task where subject = notice_mail.id) as asked_at
  from notice
  left join customer using (tenant)
  left join notice_mail on notice_mail.mailbox_id = notice.id
)
select customer, format('%s mail %s', kind, id) as what,
  format('%s, in %s cases, %s of them the customer''s; asked of a person at %s', coalesce(outcome, 'not read'), cases, own, asked_at) as detail
from placed
where mail is null or not case kind
  when 'forged' then outcome = 'recorded' and cases = 0
  when 'unclassed' then outcome = 'task' and cases = 0 and asked_at <= at + interval '1 hour'
  else outcome in ('case', 'repeated') and own = 1 and cases = 1
end
union all
select customer, 'a notice that came twice', format('in %s cases', count(distinct notice_mail.cases))
from placed join notice_mail on notice_mail.id = placed.mail
where kind = 'repeated'
group by customer
having count(distinct notice_mail.cases) <> 1 or count(*) filter (where placed.outcome = 'repeated') < 1
