// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import javax.inject.Inject;
import org.apache.james.backends.cassandra.versions.CassandraSchemaVersionManager;
import org.apache.james.backends.cassandra.versions.CassandraSchemaVersionManager.SchemaState;
import org.apache.james.lifecycle.api.StartUpCheck;

/** Refuses to start on tables of a James that is too old or too new for this one. */
final class SchemaVersionCheck implements StartUpCheck {
    private final CassandraSchemaVersionManager versions;

    @Inject
    SchemaVersionCheck(CassandraSchemaVersionManager versions) {
        this.versions = versions;
    }

    @Override
    public String checkName() {
        return "Version of the tables in Cassandra";
    }

    @Override
    public CheckResult check() {
        SchemaState state = versions.computeSchemaState();
        boolean usable = state == SchemaState.UP_TO_DATE || state == SchemaState.UPGRADABLE;
        return CheckResult.builder()
                .checkName(checkName())
                .resultType(usable ? ResultType.GOOD : ResultType.BAD)
                .description(state + "; this James reads versions "
                        + versions.getMinimumSupportedVersion().getValue() + " to "
                        + versions.getMaximumSupportedVersion().getValue())
                .build();
    }
}
