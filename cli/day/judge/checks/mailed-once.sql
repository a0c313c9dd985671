-- One mail by one Message-ID. A worker that was killed while it sent may have sent it again, and then the very same bytes.
select null::text as customer, message_id as what, format('sent %s times, %s texts', count(*), count(distinct digest)) as detail
from mail
group by message_id
having count(distinct digest) > 1
  or count(*) > 1 and not exists (select from kill where kill.at between min(mail.received_at) - interval '1 minute' and max(mail.received_at))
