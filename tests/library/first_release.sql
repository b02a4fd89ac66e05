BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE aliases (
	id INTEGER NOT NULL, 
	body_id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	place VARCHAR(100) NOT NULL, 
	work VARCHAR(200) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(body_id) REFERENCES bodies (id), 
	UNIQUE (body_id, name)
);
INSERT INTO "aliases" VALUES(1,1,'河湾县人民政府','河湾县','');
CREATE TABLE bodies (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	level VARCHAR(20) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	parent_id INTEGER, 
	edited BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(parent_id) REFERENCES bodies (id)
);
INSERT INTO "bodies" VALUES(1,'河湾县人民政府','county','government',NULL,0);
CREATE TABLE cells (
	report_id VARCHAR(40) NOT NULL, 
	"key" VARCHAR(100) NOT NULL, 
	value FLOAT, 
	state VARCHAR(10) NOT NULL, 
	text TEXT NOT NULL, 
	at TEXT, 
	PRIMARY KEY (report_id, "key"), 
	FOREIGN KEY(report_id) REFERENCES reports (id)
);
INSERT INTO "cells" VALUES('87990d4965ac','disclosure.regulations.issued',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disclosure.regulations.repealed',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disclosure.regulations.in_force',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disclosure.normative_documents.issued',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disclosure.normative_documents.repealed',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disclosure.normative_documents.in_force',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disclosure.licensing.decisions',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disclosure.penalties.decisions',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disclosure.compulsion.decisions',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disclosure.fees.amount',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.new_received.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.new_received.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.new_received.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.new_received.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.new_received.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.new_received.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.new_received.total',12.0,'number','12',NULL);
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_over.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_over.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_over.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_over.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_over.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_over.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_over.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.granted.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.granted.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.granted.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.granted.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.granted.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.granted.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.granted.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.partially_granted.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.partially_granted.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.partially_granted.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.partially_granted.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.partially_granted.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.partially_granted.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.partially_granted.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.state_secrets.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.state_secrets.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.state_secrets.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.state_secrets.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.state_secrets.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.state_secrets.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.state_secrets.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.prohibited_by_law.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.prohibited_by_law.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.prohibited_by_law.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.prohibited_by_law.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.prohibited_by_law.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.prohibited_by_law.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.prohibited_by_law.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.security_and_stability.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.security_and_stability.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.security_and_stability.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.security_and_stability.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.security_and_stability.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.security_and_stability.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.security_and_stability.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.third_party_rights.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.third_party_rights.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.third_party_rights.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.third_party_rights.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.third_party_rights.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.third_party_rights.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.third_party_rights.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.internal_affairs.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.internal_affairs.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.internal_affairs.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.internal_affairs.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.internal_affairs.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.internal_affairs.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.internal_affairs.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.process_information.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.process_information.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.process_information.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.process_information.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.process_information.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.process_information.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.process_information.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.enforcement_files.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.enforcement_files.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.enforcement_files.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.enforcement_files.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.enforcement_files.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.enforcement_files.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.enforcement_files.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.administrative_query.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.administrative_query.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.administrative_query.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.administrative_query.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.administrative_query.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.administrative_query.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.denied.administrative_query.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.not_held.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.not_held.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.not_held.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.not_held.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.not_held.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.not_held.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.not_held.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.must_be_created.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.must_be_created.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.must_be_created.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.must_be_created.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.must_be_created.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.must_be_created.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.must_be_created.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.still_unclear.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.still_unclear.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.still_unclear.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.still_unclear.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.still_unclear.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.still_unclear.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.unavailable.still_unclear.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.petition.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.petition.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.petition.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.petition.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.petition.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.petition.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.petition.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.repeated.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.repeated.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.repeated.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.repeated.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.repeated.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.repeated.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.repeated.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.publication.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.publication.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.publication.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.publication.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.publication.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.publication.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.publication.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.excessive.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.excessive.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.excessive.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.excessive.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.excessive.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.excessive.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.excessive.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.confirmation.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.confirmation.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.confirmation.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.confirmation.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.confirmation.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.confirmation.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.rejected.confirmation.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.not_corrected.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.not_corrected.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.not_corrected.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.not_corrected.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.not_corrected.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.not_corrected.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.not_corrected.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.fee_unpaid.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.fee_unpaid.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.fee_unpaid.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.fee_unpaid.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.fee_unpaid.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.fee_unpaid.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.fee_unpaid.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.other.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.other.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.other.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.other.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.other.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.other.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.other.other.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.total.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.total.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.total.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.total.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.total.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.total.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.total.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_forward.natural_person',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_forward.enterprise',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_forward.research',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_forward.charity',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_forward.legal_service',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_forward.other_org',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','applications.carried_forward.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.reconsideration.upheld',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.reconsideration.corrected',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.reconsideration.other',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.reconsideration.pending',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.reconsideration.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.direct_suit.upheld',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.direct_suit.corrected',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.direct_suit.other',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.direct_suit.pending',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.direct_suit.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.suit_after_reconsideration.upheld',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.suit_after_reconsideration.corrected',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.suit_after_reconsideration.other',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.suit_after_reconsideration.pending',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
INSERT INTO "cells" VALUES('87990d4965ac','disputes.suit_after_reconsideration.total',0.0,'number','0','[2,[1.0,2.0,3.0,4.0],5]');
CREATE TABLE chunks (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	report_id VARCHAR(40) NOT NULL, 
	section INTEGER NOT NULL, 
	heading TEXT NOT NULL, 
	text TEXT NOT NULL, 
	at TEXT, 
	ordinal INTEGER NOT NULL, 
	content VARCHAR(32) NOT NULL, 
	FOREIGN KEY(report_id) REFERENCES reports (id)
);
INSERT INTO "chunks" VALUES(1,'87990d4965ac',1,'总体情况','河湾县人民政府全年开展政务公开工作。一是健全制度。二是加强培训。','[1,null,3]',0,'c1349034e2ea0415747920851f21909d');
INSERT INTO "chunks" VALUES(2,'87990d4965ac',5,'存在的主要问题及改进情况','公开内容不够丰富。下一步将拓宽公开渠道。','[3,null,null]',1,'943e72c0cbee193993cc90896024eedb');
CREATE TABLE corrections (
	id INTEGER NOT NULL, 
	report_id VARCHAR(40) NOT NULL, 
	agency TEXT NOT NULL, 
	year INTEGER, 
	"key" VARCHAR(100) NOT NULL, 
	text TEXT NOT NULL, 
	was TEXT NOT NULL, 
	note TEXT NOT NULL, 
	who TEXT NOT NULL, 
	"when" VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE decisions (
	id INTEGER NOT NULL, 
	agency TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	rule VARCHAR(10) NOT NULL, 
	place TEXT NOT NULL, 
	verdict VARCHAR(20) NOT NULL, 
	note TEXT NOT NULL, 
	who TEXT NOT NULL, 
	"when" VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "decisions" VALUES(1,'河湾县人民政府',2023,'T01','x','dismissed','口径不同','张三','2026-11-22T19:10:56+00:00');
CREATE TABLE drafts (
	id INTEGER NOT NULL, 
	agency TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	section INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	content TEXT NOT NULL, 
	who TEXT NOT NULL, 
	"when" VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE embeddings (
	embedder VARCHAR(100) NOT NULL, 
	content VARCHAR(32) NOT NULL, 
	vector BLOB NOT NULL, 
	PRIMARY KEY (embedder, content)
);
CREATE TABLE facts (
	name VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "facts" VALUES('identity','86f43f55');
INSERT INTO "facts" VALUES('generation','6');
INSERT INTO "facts" VALUES('recipe','hashing agency=0.3 year=0.15 heading=0.3');
CREATE TABLE feedback (
	id INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	rating INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	who TEXT NOT NULL, 
	"when" VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE findings (
	report_id VARCHAR(40) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	rule VARCHAR(10) NOT NULL, 
	severity VARCHAR(10) NOT NULL, 
	outcome VARCHAR(20) NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY (report_id, ordinal), 
	FOREIGN KEY(report_id) REFERENCES reports (id)
);
INSERT INTO "findings" VALUES('87990d4965ac',0,'T01','error','fail','{"rule":"T01","severity":"error","outcome":"fail","title":"合计不符","message":"总计为 12，各列之和为 13","section":null,"cells":[],"expected":"","found":"","quote":"","at":{"page":2,"bbox":null,"line":null},"basis":"","suggestion":"","passages":[]}');
CREATE TABLE messages (
	id INTEGER NOT NULL, 
	chat VARCHAR(64) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	content TEXT NOT NULL, 
	"when" VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	action VARCHAR(20) NOT NULL, 
	subject TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE reports (
	id VARCHAR(40) NOT NULL, 
	body_id INTEGER NOT NULL, 
	agency TEXT NOT NULL, 
	year INTEGER, 
	level VARCHAR(20) NOT NULL, 
	format VARCHAR(10) NOT NULL, 
	title TEXT NOT NULL, 
	filename TEXT NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	version INTEGER NOT NULL, 
	current BOOLEAN NOT NULL, 
	added_at VARCHAR(32) NOT NULL, 
	published VARCHAR(10), 
	unread INTEGER NOT NULL, 
	errors INTEGER NOT NULL, 
	warnings INTEGER NOT NULL, 
	infos INTEGER NOT NULL, 
	content BLOB NOT NULL, 
	assessed TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(body_id) REFERENCES bodies (id)
);
INSERT INTO "reports" VALUES('87990d4965ac',1,'河湾县人民政府',2023,'county','2021','河湾县人民政府2023年政府信息公开工作年度报告','河湾县人民政府2023年政府信息公开工作年度报告.txt','text','87990d4965ac932219fcdcfd105c495fa0fc22156e376f7705a0182a6dd02ff9',1,1,'2026-11-22T19:10:51+00:00',NULL,0,1,0,0,X'789CCDDD6F4FDB4600C7F1F792C7519484060A6FA5AAAC8B7D26B75DCEDEF90C450809B6514DB4DB54B5D3D056A9ED34AA3E5869F71F683B5E4CE3AC7D17BBF31162E72E6C9526E5F7A051486CE7E38BFDC506876E37B22497216DAC6D3752A2068DB5C6F8975FC7A77F155F9D8FCECEC62FEF8D1F9C17670FBBEDEE5271FA9BFD6274FE64BCF7A2D8FFA978BD5BFC79347AF3503F559C3D1D1F1C15F70E5AEA966A341BD980747BCB7A79D7575657DBD1B5D5E51E095797BADDCE6A1C46611C75DABDF0DA6A2F26ED38D48FF696E9D2CA72BCB2D2EE9176E77A972C4751BB1BC7AB7A591F3311E925295A2E3925EB346BAC899CF366230965632D263CA33BCD867E42845BF3D641CFBA45899EDCAC4CB3C1E906E57ADA30C985DAD24F2AA638FD1F06402F2A4EE49028BD2C3D5BC70C060D154B8456DFD86E887CD8A79AD1A9BCE4EEABD19BFBE3CFF68BDBBF9B35944C281A0593A74727BB6F77F766272292AC4B920EEC52CBC199832FF69F19A0C6FEFC8D79E4E049D5FE76F753FD02E3C317C5DE9199F28B3FF4AA9807CFEE9A070F1E17AFCF8A47A7EF8E9FEB07F50B9B15DB2EDF85721DFAFDE4D6E4DDE04CE8079776766ED627B3CFBA539AFB3B3BCDE998F4A663523C3F2C1E3EFBFBBBCF4727AFDE3DDD7BFFEDF1FB1F0E8BAF0FC60F4EDF9D7F3F7FACCE1EE8B1FAAF337BC7F062706EEF17C7A7A3932F8B1F1F8D4E5E162FEE960375C78CD5F3A3E2E5EDF19DFBC5F11B3BF1F8E4F1FBBDFBEEF82CCD5FEB0F1A223D714839CFCCF411CB429E64B9A42D49D7734ECA4DABC5B22CA791996083F05CCFD96E4E56A86D36414594199F8B91AEBF7877F2CA373AAD76B3ABFF2DE97FD75AED9B13464FEF5E3193990AEC322D71906C5E089BF35892A6947040181381DE4D6DFA160E136530D8060DA224CC875428A837D4C7837A63BDE387F4067316529131B1DE8A68C832FBCD00C0955241B86234037385C930CDB9F180C162AAC78A0CCD41C3E23C244DF5067511324137034943AAB7FEA82588CA25E1414A65960844A1DE37A9D4DFB5B305EE98F3759266FA18311C20DAC201914C1FAA02D2385DD71B5D46E5065B6470E7031335A03248E43A224E258AF00AACD3BD9475BAFF46BBF2C0F1834C219192E943E964834ACC90D4847021A9E9C04252B36185A446430C490D8816921A6E36248B84E9F36A73628E1992090EAE211318583E262CAC724C5488D198D8D07A317121A522255231C2F956001D0D9709970F9708161217889514D7871817578996195788149C880A7DCCD42A5F54BFB5A1A42AC36C8E570A971DAF12AC3C5E23567CBC44C4FE78A16809F222012B94CA64C0FACCFC12B3BF1570B2095D22578B5A23578A5924D709592597095C26170B5A27170A58281DCFDC6C90011151A0057DC6F557D0999A43466DD51C2E66B0E66021AB35C70A9CAE3962D07ECDD102464C0D988C02735EBA1548B63E003FE3F37051E3E5A16286CB03858C96C7091C2C8F1634561E2960A8CCF5AC52E8779BC431D1734367CAC1A246CA816226CA614206CA5102E7C9B182C6C97102A6499FAD8634CB0226EC271CCCE599C875F2795103E5B36236CA2785CC940F0A5C2A1F1734563E2A60AFA8283F01603E0F10C48C53EC6329578BDA2A578A592AD709D92997095C29170BDA28170A5828120D99609992F6D34B9FE45462FF60DD0B46ED94178B992A2F15B2565E2970B0BC5ED06679AD48D9CA05D9208C933E371FBA54C18072D0AB35BD52B85079956085F21AB1D2E4252236C90B458B9117895AA161AEE7EAD3209494C05E3A7E1518BA49B358E034CD52710B352B450FD5AC17B957B356D46C658A711EE422E47A7FC28F569D0B9DAC3A15385875286EAEEA4EF458D5B5C8A9AA4B914225E9473434F54CA962B8BFE5739970617289604172815821727D8801729568E1718590C129FFAA18EC699CCBC40DCE251135389740D0E05CFAA08373A9840DCEA510323869DE9F3C0ADE9CAA14373B55256A79AA46D0F85489D0FDA94261135445425688DE329753B10D0ADEA0A913B74053236A7FA642D0FA4C81D0ED993261CB33254276274C849E0DF94A6E3F15B73E35266A806A48D006D58CD019AA49614B545322C5A81CB1F23A833091D2622153E483C285C88704CB908F8815219F1031413E275A807C46BCFCC49406B94809836E4F45091A9E8A10B23A151F62722A3CDCDE549098B1A900F14A73D143DCC8D85BD0BED85BC8B4D85BC4AAD85BDCA0546EE15A626F9132525A3003626970E9B02CB0685814562EAC09311456869608AB428AC3E4BF038913B94924E8C9CC2C122E18B340B074CCF2B02232AB43CCC9AC112D2CB3BE05272662599AABF2CF3C849AC7222AEDCF91F3D47C360C1076F9B326405BB9B101BA522A222616B80BCC95A16CFE11331B5590E54CE16CFA5514D2665F75A16CF25513CEE65E55A16CEA061390581F9805B0D1BFC288B4235CC144D92FAE20E2EC26572017BAD7E8A75349C9B0CFF5C437F46C034ACC9065F62B4EFA945FDC57E6835F93FB4C711A542976C15663EF5BC0C5409457316603B34DDB6745A2F42175B9B89D7F0068376CE2','{"T01": "fail"}');
CREATE TABLE sections (
	report_id VARCHAR(40) NOT NULL, 
	number INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	printed_title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (report_id, number), 
	FOREIGN KEY(report_id) REFERENCES reports (id)
);
INSERT INTO "sections" VALUES('87990d4965ac',1,'总体情况','一、总体情况','河湾县人民政府全年开展政务公开工作。一是健全制度。二是加强培训。');
INSERT INTO "sections" VALUES('87990d4965ac',5,'存在的主要问题及改进情况','五、存在的主要问题及改进情况','公开内容不够丰富。下一步将拓宽公开渠道。');
CREATE TABLE settings (
	name VARCHAR(100) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "settings" VALUES('rules_off','{"L05": "误报多"}');
CREATE INDEX messages_by_chat ON messages (chat);
CREATE INDEX aliases_by_work ON aliases (work, place);
CREATE INDEX reports_by_body ON reports (body_id, year);
CREATE INDEX reports_by_file ON reports (sha256);
CREATE INDEX cells_by_key ON cells ("key");
CREATE INDEX chunks_by_report ON chunks (report_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('chunks',2);
COMMIT;
