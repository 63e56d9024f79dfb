-- One queue of turns: its first ticket's turn is being made, the others wait. Every call is one atomic step.
-- KEYS[1]: the queue. ARGV: join | leave | look, the ticket ("process:number"), the prefix of all keys, milliseconds a queue is kept unused.
-- Answers {whether the ticket may go on, milliseconds after which it is worth another look}.
local queue, step, ticket, prefix, kept = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local function alive(one)
  return prefix .. 'alive:' .. string.match(one, '^[^:]+')
end

local function wake(one)
  local inbox = prefix .. 'wake:' .. string.match(one, '^[^:]+')
  redis.call('RPUSH', inbox, queue .. ' ' .. one)
  redis.call('PEXPIRE', inbox, kept)
end

local first = redis.call('LINDEX', queue, 0)
local moved = false
if step == 'leave' then
  if first == ticket then
    redis.call('LPOP', queue)
    first, moved = redis.call('LINDEX', queue, 0), true
  else
    redis.call('LREM', queue, 1, ticket)
  end
end
-- A process whose lease has ended makes no turns: its tickets are passed over.
while first and redis.call('EXISTS', alive(first)) == 0 do
  redis.call('LPOP', queue)
  first, moved = redis.call('LINDEX', queue, 0), true
end
if moved and first then
  wake(first)
end
if step == 'join' then
  redis.call('RPUSH', queue, ticket)
  first = first or ticket
end
redis.call('PEXPIRE', queue, kept)
if first == ticket or not first then
  return {1, 0}
end
return {0, redis.call('PTTL', alive(first))}
