import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { Aliases } from './aliases.service.js';
import { AssociationRemoval } from './association-removal.service.js';
import { AssociationsController } from './associations.controller.js';
import { Associations } from './associations.service.js';
import { Candidates } from './candidates.service.js';
import { CompatibilityController } from './compatibility.controller.js';
import { ConfigController } from './config.controller.js';
import { Configs } from './configs.service.js';
import { ContentGuids } from './content-guids.service.js';
import { Describing } from './describing.service.js';
import { Erasing } from './erasing.service.js';
import { Judgements } from './judgements.service.js';
import { LookingUp } from './looking-up.service.js';
import { ModeController } from './mode.controller.js';
import { Modes } from './modes.service.js';
import { OwnedSubjects } from './owned-subjects.service.js';
import { Reading } from './reading.service.js';
import { ReadyAnswers } from './ready-answers.service.js';
import { ReadyReadsController } from './ready.controller.js';
import { Registering } from './registering.service.js';
import { Retagging } from './retagging.service.js';
import { SchemaLists } from './schema-lists.service.js';
import { SchemaTexts } from './schema-texts.service.js';
import { SchemasOfRefs } from './schemas-of-refs.service.js';
import { SettingsCheck } from './settings-check.service.js';
import { SchemasController } from './schemas.controller.js';
import { ServerController } from './server.controller.js';
import { SubjectsController } from './subjects.controller.js';
import { Tagging } from './tagging.service.js';
import { VersionsController } from './versions.controller.js';

/** Confluent's API of a schema registry, at the root paths. */
@Module({
  imports: [CoreModule],
  controllers: [
    ServerController,
    SubjectsController,
    ReadyReadsController,
    VersionsController,
    SchemasController,
    ConfigController,
    ModeController,
    CompatibilityController,
    AssociationsController,
  ],
  providers: [
    Aliases,
    AssociationRemoval,
    Associations,
    Candidates,
    Configs,
    ContentGuids,
    Describing,
    Erasing,
    Judgements,
    LookingUp,
    Modes,
    OwnedSubjects,
    Reading,
    ReadyAnswers,
    Registering,
    Retagging,
    SchemaLists,
    SchemaTexts,
    SchemasOfRefs,
    SettingsCheck,
    Tagging,
  ],
})
export class ConfluentModule {}
