SET LOCAL ROLE ltcactors_owner;

-- Records of the desk and of the audit are read by kind; the alerts beside them are many, and pay nothing for it.
CREATE INDEX decision_record ON ltcactors.decision(kind, seq) WHERE kind >= 5;
