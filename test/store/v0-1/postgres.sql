CREATE TABLE public.case_events (
    id integer NOT NULL,
    case_id integer NOT NULL,
    at bigint NOT NULL,
    type text NOT NULL,
    by_json text,
    data_json text NOT NULL
);
CREATE SEQUENCE public.case_events_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.case_events_id_seq OWNED BY public.case_events.id;
CREATE TABLE public.case_words (
    word text NOT NULL COLLATE pg_catalog."C",
    case_id integer NOT NULL
);
CREATE TABLE public.cases (
    id integer NOT NULL,
    state text NOT NULL,
    owner text NOT NULL,
    chat text NOT NULL,
    tenant text NOT NULL,
    person text NOT NULL,
    person_name text NOT NULL,
    place_json text NOT NULL,
    place_key text NOT NULL COLLATE pg_catalog."C",
    paste text NOT NULL,
    kind text,
    provider text,
    tool text,
    diagnosis_json text NOT NULL,
    walk_json text,
    verdict_json text,
    handoff_json text,
    claimed_by_json text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    handed_at bigint,
    claimed_by text COLLATE pg_catalog."C",
    due text,
    due_at bigint,
    purged integer DEFAULT 0 NOT NULL
);
CREATE SEQUENCE public.cases_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.cases_id_seq OWNED BY public.cases.id;
CREATE TABLE public.inbound (
    id text NOT NULL,
    at bigint NOT NULL
);
CREATE TABLE public.installations (
    chat text NOT NULL COLLATE pg_catalog."C",
    tenant text NOT NULL COLLATE pg_catalog."C",
    sealed text NOT NULL,
    settings_json text,
    installed_at bigint NOT NULL
);
CREATE TABLE public.key_checks (
    id integer NOT NULL,
    at bigint NOT NULL,
    row_json text NOT NULL
);
CREATE SEQUENCE public.key_checks_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.key_checks_id_seq OWNED BY public.key_checks.id;
CREATE TABLE public.kysely_migration (
    name character varying(255) NOT NULL,
    "timestamp" character varying(255) NOT NULL
);
CREATE TABLE public.kysely_migration_lock (
    id character varying(255) NOT NULL,
    is_locked integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.links (
    case_id integer NOT NULL,
    role text NOT NULL,
    chat text NOT NULL,
    channel text NOT NULL,
    message text NOT NULL,
    place_json text NOT NULL
);
CREATE TABLE public.marks (
    key text NOT NULL COLLATE pg_catalog."C",
    until bigint NOT NULL
);
CREATE TABLE public.outbox (
    id integer NOT NULL,
    key text NOT NULL,
    lane text NOT NULL,
    case_id integer,
    role text NOT NULL,
    type text NOT NULL,
    body_json text NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    not_before bigint NOT NULL,
    leased_until bigint NOT NULL,
    created_at bigint NOT NULL,
    done_at bigint,
    detail text
);
CREATE SEQUENCE public.outbox_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.outbox_id_seq OWNED BY public.outbox.id;
ALTER TABLE ONLY public.case_events ALTER COLUMN id SET DEFAULT nextval('public.case_events_id_seq'::regclass);
ALTER TABLE ONLY public.cases ALTER COLUMN id SET DEFAULT nextval('public.cases_id_seq'::regclass);
ALTER TABLE ONLY public.key_checks ALTER COLUMN id SET DEFAULT nextval('public.key_checks_id_seq'::regclass);
ALTER TABLE ONLY public.outbox ALTER COLUMN id SET DEFAULT nextval('public.outbox_id_seq'::regclass);
ALTER TABLE ONLY public.case_events
    ADD CONSTRAINT case_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.case_words
    ADD CONSTRAINT case_words_word PRIMARY KEY (word, case_id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbound
    ADD CONSTRAINT inbound_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.installations
    ADD CONSTRAINT installations_tenant PRIMARY KEY (chat, tenant);
ALTER TABLE ONLY public.key_checks
    ADD CONSTRAINT key_checks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kysely_migration_lock
    ADD CONSTRAINT kysely_migration_lock_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kysely_migration
    ADD CONSTRAINT kysely_migration_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.links
    ADD CONSTRAINT links_message PRIMARY KEY (chat, channel, message);
ALTER TABLE ONLY public.marks
    ADD CONSTRAINT marks_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_key_key UNIQUE (key);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
CREATE INDEX case_events_case ON public.case_events USING btree (case_id, id);
CREATE INDEX case_events_type ON public.case_events USING btree (type, at);
CREATE INDEX case_words_case ON public.case_words USING btree (case_id);
CREATE INDEX cases_claimed ON public.cases USING btree (claimed_by, state, id) WHERE (claimed_by IS NOT NULL);
CREATE INDEX cases_due ON public.cases USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX cases_person ON public.cases USING btree (chat, tenant, person, created_at);
CREATE INDEX cases_place ON public.cases USING btree (place_key, created_at);
CREATE INDEX cases_state ON public.cases USING btree (state, updated_at);
CREATE INDEX cases_state_only ON public.cases USING btree (state);
CREATE INDEX cases_unpurged ON public.cases USING btree (updated_at) WHERE (purged = 0);
CREATE INDEX inbound_at ON public.inbound USING btree (at);
CREATE INDEX links_role ON public.links USING btree (case_id, role);
CREATE INDEX outbox_waiting ON public.outbox USING btree (lane, id) WHERE (state = 'waiting'::text);
ALTER TABLE ONLY public.case_events
    ADD CONSTRAINT case_events_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.case_words
    ADD CONSTRAINT case_words_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.links
    ADD CONSTRAINT links_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
