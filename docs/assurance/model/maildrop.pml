// SPDX-License-Identifier: Apache-2.0
/*
 * The lock on one maildrop, the deliveries to it, and the takeover from a dead holder, on two nodes over one store.
 * README.md in this folder says what is modelled, what each switch changes and which result is expected.
 *
 * Time is counted in ticks, and only differences of monotonic clocks are used. Every process may be delayed for any number of ticks
 * between two of its steps: a pause, a slow network and a busy machine are all of that kind.
 */
#define LEASE 2 /* ticks for which a holder believes in its lease, counted from before it asked */
#ifdef NO_MARGIN
#define WATCH LEASE
#else
#define WATCH (LEASE + 1) /* ticks for which a node must have watched an unchanged lock: one more, because clocks drift */
#endif
#define RENEWALS 1
#ifdef TWO_SESSIONS
#define MAILS 1
#define ALL 3
#else
#define MAILS 2
#define ALL 4
#endif

#define NODES 2
#define NOBODY 0
/* Who takes the lock. The sessions have the numbers of their nodes. */
#define SESSION_1 1
#define SESSION_2 2
#define DELIVERY_1 3
#define DELIVERY_2 4
#define SWEEP_2 5
#define TAKERS 5

/* ---- the store. Each change is one atomic step. */
byte owner = NOBODY;      /* who has the lock; the product numbers the grants instead, since a taker may come again */
byte expires = 0;         /* ticks until the store's clock says that the lease is over: the old rule goes by it */
byte accepted = 0;        /* mails that were answered with 250, numbered in this order */
byte appended = 0;        /* how many of them have been put into the maildrop */
bool present[MAILS + 1];  /* those that are in it */
bool held[MAILS + 1];     /* those that wait */

/* ---- what a node knows by itself */
bool owns[TAKERS + 1];    /* this taker believes that it has the maildrop, while left > 0 */
byte left[TAKERS + 1];    /* ticks until it stops believing */
byte asked[TAKERS + 1];   /* the same, for a renewal that was not answered yet */
bool fresh[NODES + 1];    /* the version of the lock (fence and renewals) is the one that this node has seen last */
byte watched[NODES + 1];  /* ticks for which it has been the same */
bool gained[NODES + 1];   /* this node's clock has gained a tick on the others since it began to watch */

byte steps = 0;           /* steps in progress; one takes less than what must be left of the lease when it begins */
bool crashed = false;     /* one session may die with its node */
bool broken = false;      /* an operator has broken a lock */
byte ended = 0;

#ifdef OLD_RULE
#define IS_FREE(n) (owner == NOBODY || expires == 0)
#define IS_OWNER(taker) (owner == taker && expires > 0)
#else
#define IS_FREE(n) (owner == NOBODY || (fresh[n] && watched[n] >= WATCH))
#define IS_OWNER(taker) (owner == taker)
#endif

#define BELIEVES(taker) (owns[taker] && left[taker] > 0)

/* One at a time. An operator who breaks a lock accepts that its holder learns of it at its next renewal. */
#define ONE_AT_A_TIME assert(broken || !(BELIEVES(SESSION_1) && BELIEVES(SESSION_2)))

/* Nothing comes into a maildrop while a session of any node has it. */
#define NO_SESSION assert(broken || !(BELIEVES(SESSION_1) || BELIEVES(SESSION_2)))

/* Accepted mail is in one place: it waits, or it was put into the maildrop, once. */
#define IS_KEPT(mail) (mail > accepted || held[mail] + (mail <= appended) == 1)

inline forget(node) {
    fresh[node] = false;
    watched[node] = 0;
    gained[node] = false
}

/* The row of the lock has another version now. */
inline changed() {
    forget(1);
    forget(2)
}

/* One compare-and-set in the store. The clock was read before. Whoever finds the lock taken begins to watch it. */
inline take(node, who) {
    if
    :: IS_FREE(node) ->
        owner = who;
        expires = LEASE;
        changed();
        owns[who] = true
    :: else ->
        left[who] = 0;
        if
        :: fresh[node]
        :: else -> fresh[node] = true
        fi
    fi
}

/* Renews, or enters UPDATE. The clock is read before the store is asked; the answer may be late. */
inline confirm(who) {
    asked[who] = LEASE;
    atomic {
        if
        :: IS_OWNER(who) -> expires = LEASE; changed()
        :: else -> owns[who] = false
        fi
    }
    atomic {
        if
        :: owns[who] -> left[who] = asked[who]; ONE_AT_A_TIME
        :: else
        fi;
        asked[who] = 0
    }
}

inline release(who) {
    d_step {
        owns[who] = false;
        left[who] = 0;
        if
        :: owner == who -> owner = NOBODY; expires = 0; changed()
        :: else
        fi
    }
}

/* A step begins only while the lease is believed in. */
inline begin(who, yes) {
    d_step {
        yes = BELIEVES(who);
        steps = steps + yes
    }
}

inline accept(next) {
    accepted++;
    next = accepted
}

inline hold(it) {
    held[it] = true;
    assert(IS_KEPT(it))
}

/* One transaction puts the mail in and removes its held copy. */
inline append(it) {
    NO_SESSION;
    assert(it == appended + 1);
    appended = it;
    held[it] = false;
    present[it] = true;
    assert(IS_KEPT(it))
}

/* A session: login, RETR and DELE of what it sees, QUIT; its node may die at any point. */
proctype Session(byte n) {
    byte renewals = RENEWALS;
    byte i;
    bool marked[MAILS + 1];
    bool begun;
    bool rightful;

    do /* a client that got [IN-USE] comes again */
    :: owns[n] -> break
    :: else -> left[n] = LEASE; d_step { take(n, n) }
    od;
    ONE_AT_A_TIME;
    i = 1;
    do
    :: atomic { !crashed -> crashed = true; owns[n] = false; left[n] = 0; goto gone }
    :: renewals > 0 && BELIEVES(n) -> renewals--; confirm(n)
    :: d_step {
            i <= MAILS && BELIEVES(n) -> /* RETR and DELE, or a message that is not there */
            marked[i] = present[i];
            i++
        }
    :: !BELIEVES(n) -> goto over /* [SYS/TEMP]: nothing is deleted */
    :: i > MAILS && BELIEVES(n) -> break
    od;
    /* QUIT enters UPDATE */
    rightful = IS_OWNER(n);
#ifndef NO_CONFIRMATION
    confirm(n);
    rightful = true; /* or it does not own the maildrop now */
#endif
    i = 1;
    do
    :: i <= MAILS && owns[n] ->
        begin(n, begun);
        if
        :: begun ->
            d_step { /* a batch of deletions */
                assert(rightful && (broken || IS_OWNER(n)));
                assert(broken || !marked[i] || present[i]);
                if
                :: marked[i] -> present[i] = false; marked[i] = false
                :: else
                fi;
                i++;
                steps--
            }
        :: else -> break
        fi
    :: else -> break
    od;
over:
    release(n);
gone:
    atomic {
        marked[1] = false;
#ifndef TWO_SESSIONS
        marked[2] = false;
#endif
        i = 0;
        ended++
    }
}

#ifdef NO_ORDER
#define ORDER_ALLOWS(mail) true
#else
#define ORDER_ALLOWS(mail) (appended == mail - 1) /* nothing older waits: looked at in the transaction */
#endif

/* A node delivers one mail, straight into the maildrop or to the held ones; then it answers 250. */
proctype Delivery(byte n; byte taker) {
    byte mail;
    bool begun;

    left[taker] = LEASE;
    d_step { take(n, taker) }
    begin(taker, begun);
    d_step {
        accept(mail);
        if
        :: begun && ORDER_ALLOWS(mail) -> append(mail)
        :: else -> hold(mail)
        fi;
        steps = steps - begun;
        mail = 0
    }
    release(taker);
    ended++
}
/* The sweep of a node brings held mail in, the oldest first, under the lock. */
proctype Sweep(byte n; byte taker) {
    byte mail;
    bool begun;

    do
    :: appended == MAILS -> break
    :: appended < accepted ->
        left[taker] = LEASE;
        d_step { take(n, taker) }
        begin(taker, begun);
        d_step {
            mail = appended + 1;
            if
            :: begun && mail <= accepted && held[mail] -> append(mail)
            :: else
            fi;
            steps = steps - begun;
            mail = 0
        }
        release(taker)
    od;
    ended++
}

/* Monotonic time. It does not pass within a step; SLOW_STEP takes that away. */
#ifdef SLOW_STEP
#define TIME_PASSES true
#else
#define TIME_PASSES (steps == 0)
#endif

#define DECREASED(ticks) (ticks - (ticks > 0))

proctype Time() {
    byte i;
    do
    :: d_step {
            TIME_PASSES ->
            i = 1;
            do
            :: i <= TAKERS -> left[i] = DECREASED(left[i]); asked[i] = DECREASED(asked[i]); i++
            :: else -> break
            od;
            expires = DECREASED(expires);
            watched[1] = watched[1] + (fresh[1] && watched[1] < WATCH);
            watched[2] = watched[2] + (fresh[2] && watched[2] < WATCH);
            i = 0
        }
    /* the clock of a node gains a tick */
    :: d_step { TIME_PASSES && fresh[1] && !gained[1] && watched[1] < WATCH -> gained[1] = true; watched[1]++ }
    :: d_step { TIME_PASSES && fresh[2] && !gained[2] && watched[2] < WATCH -> gained[2] = true; watched[2]++ }
    :: ended == ALL -> break
    od
}

#ifdef CLOCK_STEPS
/* The clock of the store leaps forward by an hour. */
proctype Leap() {
    expires = 0
}
#endif

#ifdef BREAK
/* An operator takes the lock away from its holder. */
proctype Operator() {
    if
    :: d_step { owner != NOBODY -> owner = NOBODY; expires = 0; changed(); broken = true }
    :: ended == ALL
    fi
}
#endif

init {
    atomic {
        run Time();
        run Session(SESSION_1);
        run Delivery(1, DELIVERY_1);
#ifdef TWO_SESSIONS
        run Session(SESSION_2);
#else
        run Delivery(2, DELIVERY_2);
        run Sweep(2, SWEEP_2);
#endif
#ifdef CLOCK_STEPS
        run Leap();
#endif
#ifdef BREAK
        run Operator();
#endif
    }
}

/* In the end everybody is done: a maildrop whose holder has died becomes free. */
ltl ends { <> (ended == ALL) }
