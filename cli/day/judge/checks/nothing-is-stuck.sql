-- Everything known is decided, everything decided is done, everybody has been told.
select customer, place::text as what, 'its life is behind' as detail from customer where not caught_up
union all
select customer, key, state from effect where state in ('decided', 'sending')
union all
select customer, id, 'its workflow has not been told' from security_case where not told
union all
select customer, id, 'its workflow has not been told' from access_grant where not told
